import assert from 'node:assert/strict';
import test from 'node:test';
import { ReadAhead } from '../src/watch/read-ahead.js';
import { mediaAt } from '../src/watch/resource.js';

const ID = 'box-a.camera';
const STREAM = { id: ID, renditions: [{ name: 'main', bandwidthBps: 2_500_000, codecs: 'avc1.42c01f,mp4a.40.2', widthPx: 1280, heightPx: 720, frameRate: 30 }] };
const MEDIA = `/v1/streams/${ID}/main/index.m3u8`;
const at = (/** @type {string} */ name) => `/v1/streams/${ID}/main/${name}`;
const going = () => new AbortController().signal;
const settled = () => new Promise(setImmediate);

/** Segment 7 with a keyframe at its beginning, and `parts` of segment 8; parts of 0.2 s, five in a segment. */
function playlist(parts) {
  const part = (/** @type {number} */ sequence, /** @type {number} */ number) =>
    `#EXT-X-PART:DURATION=0.20000,URI="${sequence}.${number}.m4s"${number === 0 ? ',INDEPENDENT=YES' : ''}`;
  return [
    '#EXTM3U',
    '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.63000',
    '#EXT-X-PART-INF:PART-TARGET=0.21000',
    '#EXT-X-MAP:URI="init-0.mp4"',
    ...[0, 1, 2, 3, 4].map((number) => part(7, number)),
    '7.m4s',
    ...Array.from({ length: parts }, (_, number) => part(8, number)),
    `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="8.${parts}.m4s"`,
  ].join('\n');
}

/** Notes what is asked; what is not answered by `answer` waits. */
class FakeFetcher {
  asked = [];
  text = playlist(2);
  answer = (/** @type {string} */ path) => Promise.resolve(new TextEncoder().encode(path).buffer);

  async playlist(path, query) {
    this.asked.push(query === '' ? path : `${path}?${query}`);
    return { text: this.text, ageSeconds: 0 };
  }

  media(path, asked, { signal, after }) {
    this.asked.push(path);
    return this.answer(path, signal, after);
  }
}

async function begun() {
  const fetcher = new FakeFetcher();
  const media = new ReadAhead({ fetcher, stream: STREAM });
  await settled();
  const get = (/** @type {string} */ name, signal = going()) =>
    media.media(at(name), /** @type {any} */ (mediaAt(at(name))), { durationSeconds: 0.2, signal });
  return { fetcher, media, get };
}

test('asks at once for the playlist and for all that the first picture needs', async () => {
  const { fetcher } = await begun();
  // 0.63 s behind the edge is in segment 7, which can only be decoded from its beginning on.
  const names = ['init-0.mp4', '7.0.m4s', '7.1.m4s', '7.2.m4s', '7.3.m4s', '7.4.m4s', '8.0.m4s', '8.1.m4s', '8.2.m4s'];
  assert.deepEqual(fetcher.asked, [MEDIA, ...names.map(at)]);
});

test('hands out what it has, once, and asks for nothing twice', async () => {
  const { fetcher, media, get } = await begun();
  const asked = fetcher.asked.length;
  assert.equal((await media.playlist(MEDIA, '', going())).text, fetcher.text);
  assert.equal(new TextDecoder().decode(await get('7.0.m4s')), at('7.0.m4s'));
  assert.equal(fetcher.asked.length, asked);
  await get('7.0.m4s');
  assert.equal(fetcher.asked.length, asked + 1);
});

test('asks for the part that each playlist hints at', async () => {
  const { fetcher, media, get } = await begun();
  for (const name of ['init-0.mp4', '7.0.m4s', '7.1.m4s', '7.2.m4s', '7.3.m4s', '7.4.m4s', '8.0.m4s', '8.1.m4s', '8.2.m4s']) await get(name);
  fetcher.text = playlist(3);
  await media.playlist(MEDIA, '_HLS_msn=8&_HLS_part=2', going());
  assert.equal(fetcher.asked.at(-1), at('8.3.m4s'));
});

test('asks for nothing ahead while the player does not take what is there', async () => {
  const { fetcher, media } = await begun();
  for (let parts = 3; parts < 30; parts++) {
    fetcher.text = playlist(parts);
    await media.playlist(MEDIA, `_HLS_msn=8&_HLS_part=${parts - 1}`, going());
  }
  assert.equal(fetcher.asked.filter((path) => path.endsWith('.m4s')).length, 8);
});

test('gets what failed ahead when the player asks for it', async () => {
  const fetcher = new FakeFetcher();
  fetcher.answer = () => Promise.reject(new Error('gone'));
  const media = new ReadAhead({ fetcher, stream: STREAM });
  await settled();
  fetcher.answer = () => Promise.resolve(new ArrayBuffer(1));
  assert.equal((await media.media(at('7.0.m4s'), /** @type {any} */ (mediaAt(at('7.0.m4s'))), { durationSeconds: 0.2, signal: going() })).byteLength, 1);
});

test('has each body checked after the one before it', async () => {
  const order = [];
  const fetcher = new FakeFetcher();
  fetcher.answer = async (path, _, after) => {
    if (path.endsWith('init-0.mp4')) await new Promise((resolve) => setTimeout(resolve, 20));
    await after;
    order.push(path);
    return new ArrayBuffer(0);
  };
  const media = new ReadAhead({ fetcher, stream: STREAM });
  await settled();
  await media.media(at('8.2.m4s'), /** @type {any} */ (mediaAt(at('8.2.m4s'))), { durationSeconds: 0.2, signal: going() });
  assert.deepEqual(order, fetcher.asked.slice(1));
});

test('ends with the run, and with the player that does not want it any more', async () => {
  const fetcher = new FakeFetcher();
  const signals = [];
  fetcher.answer = (_, signal) => {
    signals.push(signal);
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const media = new ReadAhead({ fetcher, stream: STREAM });
  await settled();
  const player = new AbortController();
  const got = media.media(at('7.0.m4s'), /** @type {any} */ (mediaAt(at('7.0.m4s'))), { durationSeconds: 0.2, signal: player.signal });
  player.abort(new Error('seeks elsewhere'));
  await assert.rejects(got, /seeks elsewhere/);
  media.close();
  assert.ok(signals.every((signal) => signal.aborted));
});

test('makes the multivariant playlist of what the control plane says', async () => {
  const { fetcher, media } = await begun();
  const asked = fetcher.asked.length;
  const { text } = await media.playlist(`/v1/streams/${ID}/index.m3u8`, '', going());
  assert.equal(fetcher.asked.length, asked);
  assert.match(text, /^#EXT-X-STREAM-INF:BANDWIDTH=2500000,CODECS="avc1.42c01f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=30.000\nmain\/index.m3u8$/m);
});
