import assert from 'node:assert/strict';
import test from 'node:test';
import { fromBase64url, fromHex, importKey, MalformedError, Manifest } from '../src/index.js';
import { flips, knownAnswers, truncations } from '../testing/known-answers.js';

const known = knownAnswers('manifest');
const key = await importKey(known.spki);
const FIGURES = ['sequence', 'startMicros', 'durationMicros', 'sizeBytes'];

for (const { name, manifest: fields, hash, header, body } of known.valid) {
  test(`reads: ${name}`, async () => {
    const manifest = Manifest.fromHeader(header);
    for (const [field, value] of Object.entries(fields)) {
      const expected = FIGURES.includes(field) ? BigInt(value) : ['epoch', 'part'].includes(field) ? Number(value) : value;
      assert.equal(manifest[field], expected, field);
    }
    assert.equal(await manifest.hash(), hash);
    assert.equal(await manifest.isSignedBy(key), true);
    if (body !== undefined) assert.equal(await manifest.isOf(fromHex(body).buffer), true);
  });
}

for (const { name, wire } of known.refused) {
  test(`refuses: ${name}`, () => assert.throws(() => new Manifest(fromHex(wire)), MalformedError));
}

for (const { name, wire } of known.forged) {
  test(`does not believe: ${name}`, async () => {
    assert.equal(await new Manifest(fromHex(wire)).isSignedBy(key), false);
  });
}

test('refuses one that is cut anywhere, goes on, or is longer than any can be', () => {
  const wire = fromBase64url(known.valid[1].header);
  for (const cut of truncations(wire)) assert.throws(() => new Manifest(cut), MalformedError);
  assert.throws(() => new Manifest(new Uint8Array([...wire, 0])), MalformedError);
  assert.throws(() => Manifest.fromHeader('A'.repeat(100_000)), MalformedError);
});

test('does not believe one with any bit flipped', async () => {
  for (const flipped of flips(fromBase64url(known.valid[1].header))) {
    let manifest;
    try {
      manifest = new Manifest(flipped);
    } catch (e) {
      assert.ok(e instanceof MalformedError);
      continue;
    }
    assert.equal(await manifest.isSignedBy(key), false);
  }
});

test('says whether a body is the one it is of', async () => {
  const manifest = Manifest.fromHeader(known.valid[1].header);
  const body = fromHex(known.valid[1].body);
  for (const flipped of flips(body)) assert.equal(await manifest.isOf(flipped.buffer), false);
  for (const cut of truncations(body)) assert.equal(await manifest.isOf(cut.buffer), false);
});
