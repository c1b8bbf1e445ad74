import assert from 'node:assert/strict';
import test, { afterEach } from 'node:test';
import { importKey, ManifestChecker } from 'skyv-client';
import { FakeNetwork, STREAM } from '../testing/fake-network.js';
import { FakeBox, problem } from '../testing/fake-box.js';
import { GrantKeeper } from '../src/watch/grant-keeper.js';
import { MediaFetcher } from '../src/watch/media-fetcher.js';
import { mediaAt } from '../src/watch/resource.js';

const MIB = 2 ** 20;
const at = (/** @type {string} */ name) => `/v1/streams/${STREAM}/main/${name}`;
const playlist = `/v1/streams/${STREAM}/main/index.m3u8`;

/** @type {GrantKeeper[]} */
const open = [];
afterEach(() => open.splice(0).forEach((grants) => grants.close()));

async function viewer({ maxBytes = 4 * MIB, bandwidthBps = 400_000, ...programme } = {}) {
  const network = await FakeNetwork.create(programme);
  const events = [];
  const tell = (/** @type {any} */ event) => events.push(event);
  const clock = { millis: 0 };
  const sleep = async (/** @type {number} */ millis) => {
    clock.millis += millis;
    await new Promise(setImmediate);
  };
  const nowMillis = () => clock.millis;
  const grants = new GrantKeeper({ controlPlane: network.controlPlane, stream: STREAM, maxBytes, tell, nowMillis, sleep });
  open.push(grants);
  const checker = new ManifestChecker(await importKey(network.source.spki), STREAM, 'main');
  const report = (/** @type {any} */ found) => network.controlPlane.report(found);
  const fetcher = new MediaFetcher({ grants, checker, report, tell, bandwidthBps, fetch: network.fetch, sleep });
  const get = (/** @type {string} */ name, signal = new AbortController().signal) =>
    fetcher.media(at(name), /** @type {any} */ (mediaAt(at(name))), { durationSeconds: 0.5, signal });
  const types = () => events.map(({ type }) => type);
  const [relay, origin] = network.boxes;
  return { network, events, types, grants, fetcher, get, clock, relay, origin };
}

const parts = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => `${Math.floor(i / 3)}.${i % 3}.m4s`);

test('gets, pays and checks, and presents the grant once', async () => {
  const v = await viewer();
  await v.fetcher.playlist(playlist, '_HLS_msn=3', new AbortController().signal);
  await v.get('init-0.mp4');
  for (const name of parts(6)) assert.equal((await v.get(name)).byteLength, 40_000);
  const urls = v.network.fetched.filter((url) => url.includes('box-b.test'));
  assert.equal(urls.filter((url) => url.includes('grant=')).length, 1);
  assert.match(urls[0], /index\.m3u8\?_HLS_msn=3&g=[0-9a-f]{32}&grant=[\w-]+$/);
  assert.match(urls[1], /init-0\.mp4\?g=[0-9a-f]{32}&i=1&w=[0-9a-f]{64}$/);
  assert.deepEqual(v.types().filter((type) => type === 'checked').length, 7);
});

test('what it says is paid is what the box has, at every step', async () => {
  const v = await viewer();
  for (const name of ['init-0.mp4', ...parts(24)]) {
    await v.get(name);
    const held = v.grants.held;
    const account = v.relay.accounts.get(held?.id ?? '');
    assert.equal(held?.purse.paidIndex, account?.paidIndex);
    assert.equal(Number(held?.purse.receivedBytes), account?.servedBytes);
    assert.ok((account?.paidIndex ?? 0) * 65_536 - (account?.servedBytes ?? 0) < 3 * 65_536, 'never far ahead');
  }
});

test('saves the round trip of a 402 once it knows how large parts are', async () => {
  const v = await viewer({ bodyBytes: 150_000 });
  await v.get('init-0.mp4');
  for (const name of parts(12)) await v.get(name);
  const demands = v.events.filter(({ type }) => type === 'paid-on-demand');
  assert.equal(demands.length, 2, 'for the first of each kind only');
  assert.equal(v.relay.asked.length, 13 + 2);
});

test('refuses a part with one byte changed, tells, stops paying that box, and has it from another one', async () => {
  const v = await viewer();
  await v.get('init-0.mp4');
  await v.get('0.0.m4s');
  const held = v.grants.held;
  v.relay.mischief.body = (path, body) => {
    const changed = Buffer.from(body);
    if (path.endsWith('0.1.m4s')) changed[777] ^= 1;
    return changed;
  };
  const body = await v.get('0.1.m4s');
  assert.deepEqual(Buffer.from(body), v.network.programme.items.get(at('0.1.m4s'))?.body);
  assert.equal(v.grants.held?.box, 'box-a');
  const askedBefore = v.relay.asked.length;
  await v.get('0.2.m4s');
  assert.equal(v.relay.asked.length, askedBefore, 'nothing more is asked of, or paid to, that box');
  assert.deepEqual(v.network.control.reports, [{ grant: held?.id, resource: at('0.1.m4s'), reason: 'hash-wrong' }]);
  assert.deepEqual(v.types().filter((type) => type !== 'checked'), ['granted', 'refused', 'box-left', 'granted']);
});

test('says that there is no other box, and goes on when there is', async () => {
  const v = await viewer();
  await v.get('init-0.mp4');
  const flip = (/** @type {string} */ _, /** @type {Buffer} */ body) => Buffer.from(body.map((byte, i) => (i === 0 ? byte ^ 1 : byte)));
  v.relay.mischief.body = flip;
  v.origin.mischief.body = flip;
  const got = v.get('0.0.m4s');
  while (!v.types().includes('no-box')) await new Promise(setImmediate);
  assert.equal(v.grants.trouble, 'no-box');
  assert.equal(v.grants.held, undefined);
  const newcomer = new FakeBox('box-c', v.network.programme);
  v.network.boxes.push(newcomer);
  v.network.control.boxes.push({ box: newcomer, url: 'http://box-c.test' });
  assert.equal((await got).byteLength, 40_000);
  assert.equal(v.grants.held?.box, 'box-c');
});

test('refuses a manifest that is missing, of something else, or signed by another', async () => {
  for (const [name, reason] of [['missing', 'manifest-missing'], ['other', 'not-what-was-asked'], ['garbled', 'manifest-malformed']]) {
    const v = await viewer();
    const media = v.relay.programme.media.bind(v.relay.programme);
    v.relay.programme = {
      ...v.relay.programme,
      media: async (path) => {
        const item = await media(path);
        const other = await media(at('5.1.m4s'));
        return { body: item.body, header: { missing: '', other: other.header, garbled: 'AAAA' }[name] };
      },
    };
    await v.get('0.0.m4s');
    assert.equal(v.network.control.reports[0].reason, reason);
    assert.equal(v.grants.held?.box, 'box-a');
  }
});

test('does not pay a box that wants to be paid far ahead', async () => {
  const v = await viewer({ maxBytes: 64 * MIB });
  v.relay.mischief.answer = (path) => (path.endsWith('0.0.m4s') ? problem(402, 'payment-due', { due: 900, paid: 0 }) : undefined);
  await v.get('0.0.m4s');
  assert.equal(v.grants.held?.box, 'box-a');
  assert.ok((v.grants.history[0].purse.paidIndex ?? 0) < 10);
});

test('presents the grant again to a box that has forgotten it', async () => {
  const v = await viewer();
  await v.get('init-0.mp4');
  v.relay.accounts.clear();
  await v.get('0.0.m4s');
  assert.equal(v.grants.history.length, 1);
  assert.equal(v.relay.accounts.size, 1);
});

test('renews the grant before it is used up, without a request too many', async () => {
  const v = await viewer({ maxBytes: MIB });
  for (const name of ['init-0.mp4', ...parts(20)]) await v.get(name);
  while (v.grants.history.length < 2) await new Promise(setImmediate);
  for (const name of parts(24).slice(20)) await v.get(name);
  assert.ok(!v.types().includes('grant-ended'), 'no box ever had to refuse a used-up grant');
  const paid = v.grants.history.map((held) => held.purse.paidIndex);
  assert.deepEqual(paid, v.grants.history.map((held) => v.relay.accounts.get(held.id)?.paidIndex ?? 0));
});

test('renews the grant before it expires, and takes another at once when the box says it has', async () => {
  const v = await viewer();
  await v.get('init-0.mp4');
  v.clock.millis = 600_000 * 0.8;
  await v.get('0.0.m4s');
  while (v.grants.history.length < 2) await new Promise(setImmediate);
  v.relay.nowMillis = () => Date.now() + 700_000;
  v.network.control.nowMillis = v.relay.nowMillis;
  await v.get('0.1.m4s');
  assert.equal(v.grants.history.length, 3);
  assert.deepEqual(v.types().filter((type) => type === 'grant-ended'), ['grant-ended']);
});

test('keeps watching under the grant it has while the control plane is away', async () => {
  const v = await viewer({ maxBytes: MIB });
  await v.get('init-0.mp4');
  v.network.control.away = true;
  for (const name of parts(21)) {
    await v.get(name);
    await new Promise(setImmediate);
  }
  while (!v.types().includes('control-plane-away')) await new Promise(setImmediate);
  assert.equal(v.grants.history.length, 1);
  v.network.control.away = false;
  while (v.grants.history.length < 2) await new Promise(setImmediate);
  await v.get('7.0.m4s');
  assert.equal(v.grants.trouble, '');
});

test('goes to another box when one cannot be reached, and back when it is the only one', async () => {
  const v = await viewer();
  await v.get('init-0.mp4');
  v.network.down.add('box-b.test');
  await v.get('0.0.m4s');
  assert.equal(v.grants.held?.box, 'box-a');
  v.network.down.clear();
  v.network.down.add('box-a.test');
  await v.get('0.1.m4s');
  assert.equal(v.grants.held?.box, 'box-b');
  assert.equal(v.network.control.reports.length, 0, 'to be away is no fraud');
});

test('tells the player what is not there, and stops when the player does', async () => {
  const v = await viewer();
  await assert.rejects(v.get('99.0.m4s'), { name: 'FetchFailure', status: 404 });
  const aborter = new AbortController();
  aborter.abort(new Error('seek'));
  await assert.rejects(v.get('0.0.m4s', aborter.signal), /seek/);
});

test('sends nothing that would cost a preflight', async () => {
  const v = await viewer();
  const seen = [];
  const fetcher = new MediaFetcher({
    grants: v.grants, checker: /** @type {any} */ ({ check: async () => {} }), report: async () => {}, tell: () => {}, bandwidthBps: 400_000,
    fetch: async (url, request) => {
      seen.push(request);
      return v.network.fetch(url, request);
    },
  });
  await fetcher.media(at('0.0.m4s'), /** @type {any} */ (mediaAt(at('0.0.m4s'))), { durationSeconds: 0.5, signal: new AbortController().signal });
  for (const request of seen) assert.deepEqual([request.method, request.headers, request.credentials], [undefined, undefined, 'omit']);
});
