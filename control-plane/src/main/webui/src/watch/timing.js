/**
 * @param {number} millis
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>} rejects with the signal's reason when it aborts first
 */
export function sleep(millis, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, millis);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * `promise`, or the signal's reason when it aborts first; what the promise stands for goes on.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export function unlessAborted(promise, signal) {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) {
      onAbort();
      promise.catch(() => {});
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Waits that double from `firstMillis` up to `mostMillis`. */
export class Backoff {
  #next;

  constructor(firstMillis = 500, mostMillis = 10_000) {
    this.firstMillis = firstMillis;
    this.mostMillis = mostMillis;
    this.#next = firstMillis;
  }

  nextMillis() {
    const millis = this.#next;
    this.#next = Math.min(this.mostMillis, 2 * millis);
    return millis;
  }

  reset() {
    this.#next = this.firstMillis;
  }
}
