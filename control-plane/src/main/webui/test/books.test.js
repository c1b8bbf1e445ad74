import assert from 'node:assert/strict';
import test from 'node:test';
import { elect, isSame } from '../src/books/election.js';
import { Reader, Refused } from '../src/books/reader.js';
import { amount, inWords, percent, shortly, signed, when } from '../src/books/words.js';

const STANDINGS = [
  { transcoder: 'c', stakeMicros: 30, registration: 2, candidate: true, seat: 'none' },
  { transcoder: 'a', stakeMicros: 50, registration: 0, candidate: true, seat: 'rank' },
  { transcoder: 'b', stakeMicros: 30, registration: 1, candidate: true, seat: 'lot' },
  { transcoder: 'd', stakeMicros: 90, registration: 3, candidate: false, seat: 'none' },
];

test('elects by stake, then by registration, and draws from the rest', async () => {
  // SHA-256 of 32 zero bytes and "random-seat" is 42 modulo 60: past b's 30, and within c's
  const again = await elect({ seed: '00'.repeat(32), activeSetSize: 1 }, STANDINGS);
  assert.deepEqual(again.byRank, ['a']);
  assert.deepEqual(again.rest.map((one) => one.transcoder), ['b', 'c']);
  assert.equal(again.total, 60);
  assert.deepEqual([again.draw, again.byLot], [42, 'c']);
  assert.equal(isSame(STANDINGS, { byRank: ['a'], byLot: 'b' }), true);
  assert.equal(isSame(STANDINGS, { byRank: ['a'], byLot: 'c' }), false);
  assert.equal(isSame(STANDINGS, { byRank: ['b'], byLot: 'a' }), false);
});

test('draws nobody where all have seats', async () => {
  const again = await elect({ seed: '00'.repeat(32), activeSetSize: 3 }, STANDINGS);
  assert.deepEqual([again.byRank, again.draw, again.byLot], [['a', 'b', 'c'], undefined, undefined]);
});

test('writes money, parts and times for people', () => {
  assert.deepEqual([amount(0), amount(1_234_567_890), shortly(2_500_000), shortly(100_000_000), shortly(7)], ['0.000000', '1,234.567890', '2.5', '100', '0.000007']);
  assert.deepEqual([signed(-7), signed(7)], ['−0.000007', '+0.000007']);
  assert.deepEqual([percent(1, 3), percent(1, 0)], ['33.3 %', '–']);
  assert.equal(when('2026-03-01T12:00:10.123Z'), '2026-03-01 12:00:10 UTC');
  assert.deepEqual([inWords({ kind: 'receipt' }), inWords({ kind: 'new' })], ['Paid for bytes delivered', 'new']);
});

test('reads page by page and tells what was refused', async () => {
  const asked = /** @type {string[]} */ ([]);
  const reader = new Reader(/** @type {any} */ (async (/** @type {string} */ path) => {
    asked.push(path);
    const known = !path.includes('nobody');
    return { ok: known, json: async () => (known ? { rounds: [], blocks: [], movements: [] } : { code: 'unknown-account', detail: 'this account never had money' }) };
  }));
  assert.equal(await reader.round(), undefined);
  await reader.blocks(7);
  await reader.movements('a', '3.1');
  assert.deepEqual(asked, ['/v1/rounds?limit=1', '/v1/blocks?limit=12&before=7', '/v1/accounts/a/movements?limit=20&before=3.1']);
  await assert.rejects(reader.account('nobody'), (fault) => fault instanceof Refused && fault.code === 'unknown-account');
});
