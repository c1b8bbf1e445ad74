import assert from 'node:assert/strict';
import test from 'node:test';
import { ChainStock } from '../src/watch/chain-stock.js';

test('never gives the same chain twice, and each pays for all that was said', async () => {
  const stock = new ChainStock(10 * 65_536 - 1);
  const chains = await Promise.all([stock.take(), stock.take(), stock.take()]);
  assert.equal(new Set(chains.map(({ anchor }) => anchor)).size, 3);
  assert.deepEqual(chains.map(({ length }) => length), [10, 10, 10]);
});
