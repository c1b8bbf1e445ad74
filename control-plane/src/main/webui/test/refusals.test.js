import assert from 'node:assert/strict';
import test from 'node:test';
import { Problem } from 'skyv-client';
import { whatNext } from '../src/watch/refusals.js';

const step = (/** @type {number} */ status, fields = {}) => whatNext(new Problem(status, fields));

test('does what docs/protocol.md lets a receiver do about each refusal', () => {
  assert.deepEqual(step(401, { code: 'grant-missing' }), { step: 'present' });
  assert.deepEqual(step(402, { code: 'payment-due', due: 7, paid: 3 }), { step: 'pay', due: 7 });
  for (const code of ['grant-expired', 'grant-used-up', 'grant-closed']) assert.deepEqual(step(403, { code }), { step: 'renew' });
  for (const code of ['grant-forged', 'grant-wrong-box', 'grant-wrong-stream', 'receipt-invalid', '']) {
    assert.equal(step(403, { code }).step, 'leave', code);
  }
  assert.equal(step(404, { code: 'not-found' }).step, 'give-up');
  assert.equal(step(400, { code: 'malformed' }).step, 'give-up');
});

test('leaves a box that wants money but does not say how much', () => {
  assert.equal(step(402).step, 'leave');
});

test('waits as long as it is told, within reason', () => {
  assert.deepEqual(step(503), { step: 'wait', millis: 500 });
  assert.deepEqual(step(503, { retryAfterSeconds: 2 }), { step: 'wait', millis: 2_000 });
  assert.deepEqual(step(503, { retryAfterSeconds: 3_600 }), { step: 'wait', millis: 5_000 });
  assert.deepEqual(step(403, { code: 'bitrate-exceeded', retryAfterSeconds: 1 }), { step: 'wait', millis: 1_000 });
});
