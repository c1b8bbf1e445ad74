import assert from 'node:assert/strict';
import test from 'node:test';
import { costMicros, escrowMicros } from '../src/index.js';
import { knownAnswers } from '../testing/known-answers.js';

for (const { bytes, pricePerGiBMicros, costMicros: cost, escrowMicros: escrow } of knownAnswers('prices').prices) {
  test(`${bytes} bytes at ${pricePerGiBMicros} micro-SKYV per GiB`, () => {
    assert.equal(costMicros(BigInt(bytes), BigInt(pricePerGiBMicros)), BigInt(cost));
    assert.equal(escrowMicros(BigInt(bytes), BigInt(pricePerGiBMicros)), BigInt(escrow));
  });
}

test('refuses negative figures', () => {
  assert.throws(() => costMicros(-1n, 1n), RangeError);
  assert.throws(() => escrowMicros(1n, -1n), RangeError);
});
