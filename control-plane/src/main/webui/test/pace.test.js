import assert from 'node:assert/strict';
import test from 'node:test';
import { Pace } from '../src/watch/pace.js';

const HOLD_BACK = 0.6;
const PART = 0.2;

/** Plays for `seconds`: a part comes each 0.2 s, up to `jitter(i)` late. Returns what the distance was. */
function play(pace, { lag, seconds, jitter = () => 0, from = 0 }) {
  const lags = [];
  let rate = 1;
  for (let i = 0; i < seconds / PART; i++) {
    lag += PART - PART * rate;
    const late = jitter(i);
    const seen = lag - late;
    lags.push(lag);
    rate = pace.next({ lagSeconds: seen, bufferedSeconds: seen - PART, partHoldBackSeconds: HOLD_BACK, nowMillis: from + i * PART * 1000 });
  }
  return { lags, lag, rate };
}

test('comes from behind to its distance within seconds, and then plays at the speed of life', () => {
  const { lags, rate } = play(new Pace(), { lag: 1.4, seconds: 15 });
  assert.ok(Math.abs((lags.at(-1) ?? 0) - HOLD_BACK) < 0.1, `${lags.at(-1)}`);
  assert.equal(rate, 1);
});

test('drops back when it is too near', () => {
  const { lags, rate } = play(new Pace(), { lag: 0.3, seconds: 15 });
  assert.ok(Math.abs((lags.at(-1) ?? 0) - HOLD_BACK) < 0.1, `${lags.at(-1)}`);
  assert.equal(rate, 1);
});

test('does not follow playlists that come a little late', () => {
  const pace = new Pace();
  play(pace, { lag: HOLD_BACK, seconds: 2 });
  const { lags } = play(pace, { lag: HOLD_BACK, seconds: 30, jitter: (i) => [0, 0.03, 0.09, 0.01, 0.06][i % 5] });
  assert.deepEqual(new Set(lags.map((lag) => lag.toFixed(6))), new Set(['0.600000']));
});

test('keeps more distance after a stall, and less again when it has been calm', () => {
  const pace = new Pace();
  pace.stalled(0);
  assert.ok(Math.abs(pace.targetSeconds(HOLD_BACK) - 0.8) < 1e-9);
  play(pace, { lag: 0.8, seconds: 120 });
  assert.equal(pace.targetSeconds(HOLD_BACK), HOLD_BACK);
});

test('keeps more distance before there is a stall, when the buffer nearly ran dry', () => {
  const pace = new Pace();
  const dry = { lagSeconds: HOLD_BACK, bufferedSeconds: 0.03, partHoldBackSeconds: HOLD_BACK, nowMillis: 0 };
  pace.next(dry);
  const target = pace.targetSeconds(HOLD_BACK);
  assert.ok(target > HOLD_BACK);
  // It drops back for that already.
  for (let i = 0; i < 10; i++) pace.next(dry);
  assert.equal(pace.targetSeconds(HOLD_BACK), target);
});

test('does not keep more and more distance for ever', () => {
  const pace = new Pace();
  for (let i = 0; i < 100; i++) pace.stalled(i);
  assert.equal(pace.targetSeconds(HOLD_BACK), HOLD_BACK + 2);
});
