import assert from 'node:assert/strict';
import test from 'node:test';
import { costMicros, Grant, HashChain, Purse } from 'skyv-client';
import { Signer } from '../../../../../proto/client-js/testing/signing.js';
import { HeldGrant } from '../src/watch/held-grant.js';
import { snapshotOf } from '../src/watch/snapshot.js';

const figures = { read: () => ({ decodedFrames: 30, droppedFrames: 1, stalls: 0, bufferedSeconds: 1.2, widthPx: 640, heightPx: 360 }) };
const signer = await Signer.create();

async function held(id) {
  const chain = await HashChain.random(16);
  const token = await signer.grant({
    id: id.repeat(32), payer: 'broadcaster', box: `box-${id}`, stream: 'box-a.camera', rendition: 'main', maxBytes: 1_000_001,
    pricePerGiBMicros: 1_500_000, anchor: chain.anchor, issuedAtMillis: 0, expiresAtMillis: 600_000,
  });
  return new HeldGrant(new Purse(new Grant(token), chain), 'http://box.test', 0);
}

test('says null for what is not known, and survives JSON', () => {
  const snapshot = snapshotOf(undefined, /** @type {any} */ (figures));
  assert.equal(snapshot.state, 'idle');
  const read = JSON.parse(JSON.stringify(snapshot));
  assert.deepEqual(Object.keys(read), Object.keys(snapshot), 'nothing is undefined');
  for (const field of ['stream', 'box', 'grant', 'owner', 'bookedMicros', 'latencySeconds']) assert.equal(read[field], null, field);
  assert.throws(() => {
    /** @type {any} */ (snapshot).paidMicros = 7;
  }, TypeError);
});

test('reckons what is paid as the ledger does, the last unit not whole', async () => {
  const [first, second] = [await held('a'), await held('b')];
  first.purse.pay(1_000_001).delivered(1_000_001);
  second.purse.pay(65_536 * 3).delivered(150_000);
  second.booking = { owner: 'relay-owner', settledBytes: 65_536, paidMicros: 91, burnedMicros: 9, earnedMicros: 82, state: 'open' };
  const past = { grants: 2, paidMicros: 1_000, bookedMicros: 900, receivedBytes: 5 };
  const watch = /** @type {any} */ ({ id: 'box-a.camera', state: 'playing', latencySeconds: 1.4, partsVerified: 7, partsRefused: 0, grants: { history: [first, second], past } });
  const s = snapshotOf(watch, /** @type {any} */ (figures));
  const paid = [costMicros(1_000_001, 1_500_000), costMicros(65_536 * 3, 1_500_000)].map(Number);
  assert.deepEqual(s.grants.map((grant) => grant.paidMicros), paid);
  assert.deepEqual([s.box, s.paidIndex, s.paidBytes, s.paidMicros, s.bookedMicros, s.owner], ['box-b', 3, 196_608, paid[1], 91, 'relay-owner']);
  assert.deepEqual([s.totalPaidMicros, s.totalBookedMicros, s.totalGrants, s.receivedBytes], [1_000 + paid[0] + paid[1], 991, 4, 1_150_006]);
});
