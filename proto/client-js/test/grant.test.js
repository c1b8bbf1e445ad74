import assert from 'node:assert/strict';
import test from 'node:test';
import { costMicros, escrowMicros, fromBase64url, fromHex, Grant, importKey, MalformedError, toBase64url } from '../src/index.js';
import { flips, knownAnswers, truncations } from '../testing/known-answers.js';

const known = knownAnswers('grant');
const key = await importKey(known.spki);
const TEXTS = ['id', 'payer', 'box', 'stream', 'rendition', 'anchor', 'signed'];

for (const { name, grant: fields, token, units, escrowMicros: escrow, paid = [], due = [] } of known.valid) {
  test(`reads: ${name}`, async () => {
    const grant = new Grant(token);
    for (const [field, value] of Object.entries(fields)) {
      assert.equal(String(grant[field]), String(value), field);
      assert.equal(typeof grant[field], TEXTS.includes(field) ? typeof value : field === 'unitBytes' ? 'number' : 'bigint', field);
    }
    assert.equal(await grant.isSignedBy(key), true);
    assert.equal(grant.units, units ?? 0);
    assert.equal(escrowMicros(grant.maxBytes, grant.pricePerGiBMicros), BigInt(escrow));
    for (const { index, bytes, costMicros: cost } of paid) {
      assert.equal(grant.paidBytes(index), BigInt(bytes));
      assert.equal(costMicros(grant.paidBytes(index), grant.pricePerGiBMicros), BigInt(cost));
    }
    for (const { bytes, index } of due) assert.equal(grant.dueIndex(BigInt(bytes)), index);
  });
}

for (const { name, wire } of known.refused) {
  test(`refuses: ${name}`, () => assert.throws(() => new Grant(toBase64url(fromHex(wire))), MalformedError));
}

for (const { name, token } of known.refusedTokens) {
  test(`refuses a token ${name}`, () => assert.throws(() => new Grant(token), MalformedError));
}

for (const { name, wire } of known.forged) {
  test(`does not believe: ${name}`, async () => {
    assert.equal(await new Grant(toBase64url(fromHex(wire))).isSignedBy(key), false);
  });
}

test('refuses one that is cut anywhere, and believes none with a bit flipped', async () => {
  const wire = fromBase64url(known.valid[0].token);
  for (const cut of truncations(wire)) assert.throws(() => new Grant(toBase64url(cut)), MalformedError);
  for (const flipped of flips(wire)) {
    let grant;
    try {
      grant = new Grant(toBase64url(flipped));
    } catch (e) {
      assert.ok(e instanceof MalformedError);
      continue;
    }
    assert.equal(await grant.isSignedBy(key), false);
  }
});
