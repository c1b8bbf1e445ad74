import assert from 'node:assert/strict';
import test from 'node:test';
import { Problem } from '../src/index.js';

const answer = (body, type = 'application/problem+json', status = 402) =>
  Problem.of(new Response(body, { status, headers: { 'content-type': type } }));

test('reads what a box says', async () => {
  const problem = await answer(
    JSON.stringify({ type: 'urn:skyv:problem:payment-due', title: 'Payment due', status: 402, detail: 'pay 7', code: 'payment-due', due: 7, paid: 3 }),
  );
  assert.deepEqual([problem.status, problem.code, problem.due, problem.paid, problem.message], [402, 'payment-due', 7, 3, 'pay 7']);
});

test('says how long to wait where the answer does', async () => {
  const after = (/** @type {string} */ seconds) =>
    Problem.of(new Response('', { status: 503, headers: { 'retry-after': seconds } }));
  assert.equal((await after('2')).retryAfterSeconds, 2);
  assert.equal((await after('Wed, 21 Oct 2026 07:28:00 GMT')).retryAfterSeconds, undefined);
});

test('takes nothing that is not of its kind', async () => {
  for (const body of ['', 'null', '[]', '"due"', '{', '{"due":-1}', '{"due":1.5}', '{"due":"7"}', '{"code":7,"detail":{}}']) {
    const problem = await answer(body);
    assert.deepEqual([problem.status, problem.code, problem.due, problem.paid, problem.message], [402, '', undefined, undefined, 'status 402'], body);
  }
  assert.equal((await answer('{"code":"payment-due"}', 'text/html')).code, '');
});
