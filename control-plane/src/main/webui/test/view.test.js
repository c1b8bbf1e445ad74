import assert from 'node:assert/strict';
import test from 'node:test';
import { bytes, micros, seconds, skyv, whole } from '../src/view/format.js';
import { obstacle } from '../src/view/obstacle.js';
import { Journal } from '../src/watch/journal.js';

test('writes money exactly', () => {
  assert.equal(micros(1_234_567), '1,234,567 µSKYV');
  assert.equal(skyv(0), '0.000000 SKYV');
  assert.equal(skyv(7), '0.000007 SKYV');
  assert.equal(skyv(1_234_567), '1.234567 SKYV');
  assert.equal(skyv(9_007_199_254_740_991), '9,007,199,254.740991 SKYV');
  assert.equal(micros(null), '–');
});

test('writes sizes and times for people', () => {
  assert.deepEqual([0, 1_023, 1_536, 5 * 2 ** 20, 3 * 2 ** 30].map(bytes), ['0 B', '1023 B', '1.5 KiB', '5.0 MiB', '3.0 GiB']);
  assert.deepEqual([seconds(1.256), seconds(null), whole(12_345)], ['1.26 s', '–', '12,345']);
});

test('says what to do where the browser offers no cryptography', () => {
  const location = { protocol: 'http:', host: '192.0.2.7:8080', port: '8080' };
  assert.match(obstacle({ secure: false, playable: true, location }) ?? '', /http:\/\/192\.0\.2\.7:8080 is not one.*https.*http:\/\/localhost:8080/);
  assert.match(obstacle({ secure: true, playable: false, location }) ?? '', /Media Source Extensions.*\.m3u8/);
  assert.equal(obstacle({ secure: true, playable: true, location }), undefined);
});

test('keeps the newest two hundred events, each a sentence', () => {
  const journal = new Journal();
  for (let i = 0; i < 300; i++) journal.add('plain', `${i}`);
  assert.deepEqual([journal.entries.length, journal.entries[0].text], [200, '299']);
  journal.note({ type: 'refused', held: { box: 'box-b' }, path: '/v1/streams/s/main/7.1.m4s', why: 'the bytes are not those that the source signed' });
  assert.equal(journal.entries[0].text, 'Refused 7.1.m4s from box box-b: the bytes are not those that the source signed. It is not paid any more.');
  journal.note({ type: 'checked' });
  assert.equal(journal.entries.length, 200);
});
