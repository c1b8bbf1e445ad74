import assert from 'node:assert/strict';
import test from 'node:test';
import { costMicros, Grant, HashChain, Problem, Purse, SizeForecast } from '../src/index.js';
import { Signer } from '../testing/signing.js';

const UNIT = 65_536;
const signer = await Signer.create();

async function purse({ units = 100, maxBytes = units * UNIT, price = 1_500_000, maxBodyBytes = 10 * UNIT } = {}) {
  const chain = await HashChain.random(Math.ceil(maxBytes / UNIT));
  const token = await signer.grant({
    id: '0'.repeat(32), payer: 'broadcaster', box: 'box-1', stream: 'box-1.camera', rendition: 'main',
    maxBytes, pricePerGiBMicros: price, anchor: chain.anchor, issuedAtMillis: 0, expiresAtMillis: 1_000,
  });
  return { purse: new Purse(new Grant(token), chain, { maxBodyBytes }), chain };
}

const due = (/** @type {number} */ index, paid = 0) => new Problem(402, { code: 'payment-due', due: index, paid });

test('pays for what it expects, and counts what is over for the next request', async () => {
  const { purse: p, chain } = await purse();
  const first = p.pay(UNIT + 1);
  assert.equal(first.index, 2);
  assert.equal(first.query, `g=${'0'.repeat(32)}&i=2&w=${chain.value(2)}`);
  first.delivered(1_000);
  const second = p.pay(UNIT);
  assert.equal(second.index, 2, 'what was paid before is enough');
  second.delivered(UNIT);
  assert.equal(p.pay(UNIT).index, 3);
  assert.equal(p.receivedBytes, BigInt(UNIT + 1_000));
});

test('pays for requests that run at the same time together', async () => {
  const { purse: p } = await purse();
  assert.deepEqual([p.pay(UNIT).index, p.pay(UNIT).index, p.pay(1).index], [1, 2, 3]);
});

test('counts as paid only what was sent in a request that was answered', async () => {
  const { purse: p } = await purse();
  const request = p.pay(3 * UNIT);
  assert.equal(p.paidIndex, 0);
  request.failed();
  assert.equal(p.paidIndex, 0);
  const again = p.pay(UNIT);
  assert.equal(again.index, 3, 'an index never goes back');
  again.delivered(UNIT);
  assert.equal(p.paidIndex, 3);
  assert.equal(p.paidBytes, BigInt(3 * UNIT));
  assert.equal(p.paidMicros, costMicros(3n * BigInt(UNIT), 1_500_000n));
  p.pay(5 * UNIT).refused();
  assert.equal(p.paidIndex, 3);
  p.pay(UNIT).unserved();
  assert.equal(p.paidIndex, 6, 'the receipt was taken, with nothing to serve for it yet');
});

test('pays what a 402 asks for, and knows from then on what the box has counted', async () => {
  const { purse: p } = await purse();
  const low = p.pay(10);
  low.wantsMore(due(4, 1));
  assert.equal(p.paidIndex, 1);
  assert.equal(p.isFair(4), true);
  const high = p.pay(10, 4);
  assert.equal(high.index, 4);
  high.delivered(4 * UNIT);
  assert.equal(p.paidIndex, 4);
  assert.equal(p.pay(1).index, 5);
});

test('catches up with a box that counted a body which never arrived', async () => {
  const { purse: p } = await purse();
  p.pay(UNIT).failed();
  p.pay(UNIT).wantsMore(due(2, 1));
  const paid = p.pay(UNIT, 2);
  paid.delivered(UNIT);
  assert.equal(p.pay(UNIT).index, 3, 'no second 402');
});

test('does not believe a box that wants more than one body in advance', async () => {
  const { purse: p } = await purse();
  assert.equal(p.isFair(10), true);
  assert.equal(p.isFair(11), false);
  assert.equal(p.isFair(1_000), false, 'more units than there are');
  p.pay(5 * UNIT).failed();
  assert.equal(p.isFair(15), true, 'a lost body may have been counted');
});

test('does not take a box at its word that less is paid than was', async () => {
  const { purse: p } = await purse();
  p.pay(3 * UNIT).delivered(3 * UNIT);
  p.pay(UNIT).wantsMore(due(9, 0));
  assert.equal(p.paidIndex, 3);
});

test('never pays more than the grant has, and says what is left', async () => {
  const { purse: p } = await purse({ maxBytes: 2 * UNIT + 5 });
  assert.equal(p.grant.units, 3);
  assert.equal(p.leftBytes, BigInt(2 * UNIT + 5));
  const all = p.pay(50 * UNIT);
  assert.equal(all.index, 3);
  all.delivered(2 * UNIT);
  assert.equal(p.paidBytes, BigInt(2 * UNIT + 5));
  assert.equal(p.leftBytes, 5n);
});

test('is only for the chain that the grant was asked with, and a payment ends once', async () => {
  const { purse: p } = await purse();
  const another = await HashChain.random(100);
  assert.throws(() => new Purse(p.grant, another), RangeError);
  const payment = p.pay(1);
  payment.delivered(1);
  assert.throws(() => payment.failed());
});

test('expects the largest of the last sizes of a kind, and a little more', () => {
  const sizes = new SizeForecast();
  assert.equal(sizes.expect('part', 500), 500);
  [100, 1_000, 200].forEach((bytes) => sizes.learn('part', bytes));
  assert.equal(sizes.expect('part', 500), 1_100);
  assert.equal(sizes.expect('init', 7), 7);
  for (let i = 0; i < 12; i++) sizes.learn('part', 100);
  assert.equal(sizes.expect('part', 500), 111);
});
