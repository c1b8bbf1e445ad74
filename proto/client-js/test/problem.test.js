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

test('takes nothing that is not of its kind', async () => {
  for (const body of ['', 'null', '[]', '"due"', '{', '{"due":-1}', '{"due":1.5}', '{"due":"7"}', '{"code":7,"detail":{}}']) {
    const problem = await answer(body);
    assert.deepEqual([problem.status, problem.code, problem.due, problem.paid, problem.message], [402, '', undefined, undefined, 'status 402'], body);
  }
  assert.equal((await answer('{"code":"payment-due"}', 'text/html')).code, '');
});
