import assert from 'node:assert/strict';
import test from 'node:test';
import { loadersFor } from '../src/watch/hls-loaders.js';
import { FetchFailure } from '../src/watch/media-fetcher.js';
import { ANY_BOX } from '../src/watch/resource.js';

const PART = `${ANY_BOX}/v1/streams/box-1.camera/main/7.1.m4s`;

/** Loads with a fetcher made of `answers` and resolves with the callback that came. */
function load(kind, answers, context, during = (/** @type {any} */ _loader) => {}) {
  return new Promise((resolve) => {
    const loader = new (loadersFor(/** @type {any} */ (answers))[kind])();
    const came = (/** @type {string} */ name) => (/** @type {any[]} */ ...results) => resolve({ name, results, loader });
    loader.load(context, {}, {
      onSuccess: came('onSuccess'), onError: came('onError'), onTimeout: came('onTimeout'), onAbort: came('onAbort'),
    });
    during(loader);
  });
}

test('hands a checked part to the player, with the times that it reckons with', async () => {
  let how;
  const media = async (path, asked, given) => {
    how = { path, asked, durationSeconds: given.durationSeconds };
    given.onFirstByte();
    return new ArrayBuffer(5);
  };
  const context = { url: PART, frag: { duration: 2 }, part: { duration: 0.33 } };
  const { name, results, loader } = await load('fLoader', { media }, context);
  assert.equal(name, 'onSuccess');
  const [response, stats, given] = results;
  assert.deepEqual([response.url, response.data.byteLength, response.code], [PART, 5, 200]);
  assert.equal(given, context);
  assert.deepEqual(how, { path: '/v1/streams/box-1.camera/main/7.1.m4s', asked: { kind: 'part', sequence: 7n, part: 1 }, durationSeconds: 0.33 });
  assert.ok(stats.loading.start > 0 && stats.loading.first >= stats.loading.start && stats.loading.end >= stats.loading.first);
  assert.deepEqual([stats.loaded, stats.total, loader.stats], [5, 5, stats]);
});

test('keeps what the player asks of a playlist, and says how old it is', async () => {
  let asked;
  const playlist = async (...request) => {
    asked = request;
    return { text: '#EXTM3U', ageSeconds: 3 };
  };
  const url = `${ANY_BOX}/v1/streams/box-1.camera/main/index.m3u8?_HLS_msn=8&_HLS_part=0`;
  const { name, results, loader } = await load('pLoader', { playlist }, { url });
  assert.equal(name, 'onSuccess');
  assert.equal(results[0].data, '#EXTM3U');
  assert.deepEqual(asked.slice(0, 2), ['/v1/streams/box-1.camera/main/index.m3u8', '_HLS_msn=8&_HLS_part=0']);
  assert.equal(loader.getCacheAge(), 3);
});

test('tells the player the status of what could not be had', async () => {
  const media = async () => {
    throw new FetchFailure(404, 'not here');
  };
  const { name, results } = await load('fLoader', { media }, { url: PART, frag: {} });
  assert.equal(name, 'onError');
  assert.deepEqual(results[0], { code: 404, text: 'not here' });
});

test('fetches nothing that is not media', async () => {
  const { name, results } = await load('fLoader', {}, { url: 'http://elsewhere.test/x.ts', frag: {} });
  assert.equal(name, 'onError');
  assert.equal(results[0].code, 404);
});

test('stops the request when the player aborts, and is silent after destroy', async () => {
  let signal;
  const media = (_path, _asked, given) => {
    signal = given.signal;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const { name, loader } = await load('fLoader', { media }, { url: PART, frag: {} }, (l) => l.abort());
  assert.deepEqual([name, signal.aborted, loader.stats.aborted], ['onAbort', true, true]);

  const silent = new (loadersFor(/** @type {any} */ ({ media })).fLoader)();
  let called = 0;
  const count = () => called++;
  silent.load({ url: PART, frag: {} }, {}, { onSuccess: count, onError: count, onTimeout: count, onAbort: count });
  silent.destroy();
  await new Promise(setImmediate);
  assert.equal(called, 0);
});
