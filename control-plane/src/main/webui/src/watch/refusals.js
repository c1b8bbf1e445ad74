const WAIT_MILLIS = 500;
const MOST_WAIT_MILLIS = 5_000;

/**
 * What a receiver does about a box's refusal.
 *
 * @param {import('skyv-client').Problem} problem
 * @returns {{step: 'pay', due: number} | {step: 'present'} | {step: 'renew'} | {step: 'leave', why: string}
 *     | {step: 'wait', millis: number} | {step: 'give-up'}} `pay` the index that is due; `present` the grant; ask for another
 *     grant (`renew`), and for another box too (`leave`); `wait` and ask again; tell the player
 */
export function whatNext(problem) {
  switch (problem.status) {
    case 401:
      return { step: 'present' };
    case 402:
      return problem.due === undefined
        ? { step: 'leave', why: 'it wants to be paid but does not say how much' }
        : { step: 'pay', due: problem.due };
    case 403:
      return forbidden(problem);
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return wait(problem);
    default:
      return { step: 'give-up' };
  }
}

/** @param {import('skyv-client').Problem} problem */
function forbidden(problem) {
  switch (problem.code) {
    case 'grant-expired':
    case 'grant-used-up':
    case 'grant-closed':
      return /** @type {const} */ ({ step: 'renew' });
    case 'bitrate-exceeded':
      return wait(problem);
    default:
      return /** @type {const} */ ({ step: 'leave', why: `it refuses the grant: ${problem.message}` });
  }
}

/** @param {import('skyv-client').Problem} problem */
function wait(problem) {
  const asked = problem.retryAfterSeconds === undefined ? WAIT_MILLIS : 1_000 * problem.retryAfterSeconds;
  return /** @type {const} */ ({ step: 'wait', millis: Math.min(MOST_WAIT_MILLIS, Math.max(WAIT_MILLIS, asked)) });
}
