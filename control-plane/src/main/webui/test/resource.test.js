import assert from 'node:assert/strict';
import test from 'node:test';
import { mediaAt, pathOf, playlistUrl } from '../src/watch/resource.js';

test('knows what a path of media stands for', () => {
  const at = (/** @type {string} */ name) => mediaAt(`/v1/streams/box-1.camera/main/${name}`);
  assert.deepEqual(at('init-7.mp4'), { kind: 'init', epoch: 7 });
  assert.deepEqual(at('9223372036854775807.m4s'), { kind: 'segment', sequence: 2n ** 63n - 1n });
  assert.deepEqual(at('12.3.m4s'), { kind: 'part', sequence: 12n, part: 3 });
  for (const other of ['index.m3u8', 'init-.mp4', 'init-1.m4s', '1.2.3.m4s', '-1.m4s', '1.m4s.manifest', 'x/1.m4s', '']) {
    assert.equal(at(other), undefined, other);
  }
});

test('takes path and query of a URL whatever its host', () => {
  assert.deepEqual(pathOf(`${playlistUrl('box-1.camera')}?_HLS_msn=3&_HLS_part=1`), {
    path: '/v1/streams/box-1.camera/index.m3u8',
    query: '_HLS_msn=3&_HLS_part=1',
  });
});
