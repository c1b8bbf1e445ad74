import assert from 'node:assert/strict';
import test from 'node:test';
import { fromBase64url, fromHex, MalformedError, toBase64url, toHex } from '../src/index.js';

test('base64url and hex come back as they were', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + length * 7) & 0xff);
    assert.equal(toBase64url(bytes), Buffer.from(bytes).toString('base64url'));
    assert.deepEqual(fromBase64url(toBase64url(bytes)), bytes);
    assert.equal(toHex(bytes), Buffer.from(bytes).toString('hex'));
    assert.deepEqual(fromHex(toHex(bytes).toUpperCase()), bytes);
  }
});

test('there is exactly one text for bytes', () => {
  assert.deepEqual(fromBase64url('_-8', 2), new Uint8Array([0xff, 0xef]));
  for (const bad of ['_-8=', '_-9', '/+8', '_-8\n', ' _-8', '_', '_-88888', 'ä']) {
    assert.throws(() => fromBase64url(bad, 2), MalformedError, bad);
  }
  for (const bad of ['0', '0g', ' 00', '0x00']) assert.throws(() => fromHex(bad), MalformedError, bad);
});
