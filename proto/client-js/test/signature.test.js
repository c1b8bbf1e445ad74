import assert from 'node:assert/strict';
import test from 'node:test';
import { fingerprint, fromHex, importKey, MalformedError, verify } from '../src/index.js';
import { knownAnswers } from '../testing/known-answers.js';

const known = knownAnswers('signatures');

for (const { name, message, signature } of known.valid) {
  test(`verifies ${name}`, async () => {
    assert.equal(await verify(await importKey(known.spki), fromHex(message), fromHex(signature)), true);
  });
}

for (const { name, message, signature, spki = known.spki } of known.broken) {
  test(`refuses a signature: ${name}`, async () => {
    assert.equal(await verify(await importKey(spki), fromHex(message), fromHex(signature)), false);
  });
}

for (const { name, spki } of known.refusedKeys) {
  test(`refuses a key: ${name}`, () => assert.rejects(importKey(spki), MalformedError));
}

test('has a fingerprint that people can compare', async () => {
  assert.match(await fingerprint(known.spki), /^[0-9a-f]{4}( [0-9a-f]{4}){3}$/);
});
