import assert from 'node:assert/strict';
import test from 'node:test';
import { fromHex, HashChain, MAX_UNITS, receiptHeader, receiptQuery } from '../src/index.js';
import { knownAnswers } from '../testing/known-answers.js';

const known = knownAnswers('hash-chain');

for (const { name, secret, length, anchor, values } of known.chains) {
  test(`reaches the known values: ${name}`, async () => {
    const chain = await HashChain.of(fromHex(secret), length);
    assert.equal(chain.anchor, anchor);
    for (const { index, value, header, query } of values) {
      assert.equal(chain.value(index), value);
      assert.equal(receiptHeader(known.grant, index, value), header);
      assert.equal(receiptQuery(known.grant, index, value), query);
    }
  });
}

test('is bounded, and drawn anew each time', async () => {
  await assert.rejects(HashChain.of(new Uint8Array(32), 0), RangeError);
  await assert.rejects(HashChain.of(new Uint8Array(32), MAX_UNITS + 1), RangeError);
  await assert.rejects(HashChain.of(new Uint8Array(31), 1), RangeError);
  const chain = await HashChain.random(1);
  assert.throws(() => chain.value(2), RangeError);
  assert.notEqual(chain.anchor, (await HashChain.random(1)).anchor);
});
