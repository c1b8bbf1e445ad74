import { Problem, RefusedMediaError, SizeForecast } from 'skyv-client';
import { whatNext } from './refusals.js';
import { sleep, unlessAborted } from './timing.js';

const MAX_ATTEMPTS = 8;
const MAX_BODY_BYTES = 16 * 2 ** 20;
const INIT_BYTES = 4_096;
/** A part with a keyframe, or one of which it is not known: that much more than the average is expected of it. */
const BURST = 2;
const NETWORK_RETRY_MILLIS = 250;

/** A resource that could not be had; `status` is the HTTP status, 0 without one. */
export class FetchFailure extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.name = 'FetchFailure';
    this.status = status;
  }
}

/**
 * Gets playlists and media from whichever box serves at the moment, pays for media ahead, and lets nothing through that its
 * source did not sign. A box that is caught is left and reported, and the same resource is asked of another one.
 */
export class MediaFetcher {
  #grants;
  #checker;
  #report;
  #tell;
  #bandwidthBps;
  #fetch;
  #sleep;
  #sizes = new SizeForecast();

  /**
   * @param {{grants: import('./grant-keeper.js').GrantKeeper, checker: import('skyv-client').ManifestChecker,
   *     report: (found: {grant: string, resource: string, reason: string}) => Promise<unknown>,
   *     tell: (event: {type: string, [field: string]: any}) => void, bandwidthBps: number, fetch?: typeof fetch,
   *     sleep?: typeof sleep}} needs
   */
  constructor({ grants, checker, report, tell, bandwidthBps, fetch: fetcher = (...r) => fetch(...r), sleep: sleeper = sleep }) {
    this.#grants = grants;
    this.#checker = checker;
    this.#report = report;
    this.#tell = tell;
    this.#bandwidthBps = bandwidthBps;
    this.#fetch = fetcher;
    this.#sleep = sleeper;
  }

  /**
   * @param {string} path
   * @param {string} query what the player adds, as in `_HLS_msn=7`
   * @param {AbortSignal} signal
   */
  playlist(path, query, signal) {
    return this.#attempts(path, signal, async (held) => {
      const response = await this.#get(held, path, [query, held.query], signal);
      if (!response.ok) return { problem: await Problem.of(response) };
      const text = await unlessAborted(response.text(), held.left);
      held.presented = true;
      return { result: { text, ageSeconds: Number(response.headers.get('age') ?? 0) } };
    });
  }

  /**
   * @param {string} path
   * @param {NonNullable<ReturnType<typeof import('./resource.js').mediaAt>>} asked
   * @param {{durationSeconds: number, independent?: boolean, signal: AbortSignal, onFirstByte?: () => void,
   *     after?: Promise<unknown>}} how `independent`: whether there is a keyframe in it, as far as it is known; `after`: what must have been checked before, so that each manifest is held against the one it follows on
   * @returns {Promise<ArrayBuffer>} bytes that the source signed
   */
  media(path, asked, { durationSeconds, independent = true, signal, onFirstByte, after }) {
    const fallback = asked.kind === 'init' ? INIT_BYTES : (this.#bandwidthBps / 8) * durationSeconds * (independent ? BURST : 1);
    let due = 0;
    return this.#attempts(path, signal, async (held) => {
      const expected = this.#sizes.expect(asked.kind, fallback);
      const payment = held.purse.pay(expected, due);
      due = 0;
      let response;
      let body;
      try {
        response = await this.#get(held, path, [payment.query, held.presented ? '' : held.query], signal);
        if (response.ok) {
          onFirstByte?.();
          body = await unlessAborted(bodyOf(response), held.left);
        }
      } catch (e) {
        payment.failed();
        throw e;
      }
      if (body === undefined) {
        const problem = await Problem.of(response);
        end(payment, problem);
        if (problem.status === 402) due = problem.due ?? 0;
        return { problem };
      }
      payment.delivered(body.byteLength);
      held.presented = true;
      await after;
      await this.#checker.check(response.headers.get('skyv-manifest'), body, asked);
      this.#sizes.learn(asked.kind, body.byteLength);
      this.#tell({ type: 'checked', bytes: body.byteLength, held });
      this.#grants.renewIfDue();
      return { result: body };
    });
  }

  /**
   * @template T
   * @param {string} path
   * @param {AbortSignal} signal
   * @param {(held: import('./held-grant.js').HeldGrant) => Promise<{result?: T, problem?: Problem}>} once
   * @returns {Promise<T>}
   */
  async #attempts(path, signal, once) {
    let last = new FetchFailure(0, 'nothing was tried');
    let unreachable = 0;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const held = await this.#grants.current(signal);
      try {
        const { result, problem } = await once(held);
        if (result !== undefined) {
          if (held.left.aborted) continue;
          return result;
        }
        if (problem === undefined) throw new Error('neither a result nor a problem');
        last = new FetchFailure(problem.status, problem.message);
        if (!(await this.#follow(problem, held, signal))) break;
      } catch (e) {
        if (signal.aborted) throw signal.reason;
        if (held.left.aborted) continue;
        if (e instanceof RefusedMediaError) this.#refuse(held, path, e);
        else if (++unreachable > 1) this.#grants.replace(held, { why: 'it cannot be reached', leave: 'for-now' });
        else await this.#sleep(NETWORK_RETRY_MILLIS, signal);
        last = new FetchFailure(0, e instanceof Error ? e.message : String(e));
      }
    }
    throw last;
  }

  /**
   * @param {Problem} problem
   * @param {import('./held-grant.js').HeldGrant} held
   * @param {AbortSignal} signal
   * @returns {Promise<boolean>} whether to try again
   */
  async #follow(problem, held, signal) {
    const next = whatNext(problem);
    switch (next.step) {
      case 'pay':
        if (!held.purse.isFair(next.due)) {
          const why = next.due > held.purse.grant.units ? 'the grant is used up' : 'it asks to be paid far ahead';
          this.#grants.replace(held, { why, leave: next.due > held.purse.grant.units ? undefined : 'for-good' });
        } else {
          this.#tell({ type: 'paid-on-demand', held, due: next.due });
        }
        return true;
      case 'present':
        held.presented = false;
        return true;
      case 'renew':
        this.#grants.replace(held, { why: problem.message });
        return true;
      case 'leave':
        this.#grants.replace(held, { why: next.why, leave: 'for-good' });
        return true;
      case 'wait':
        await this.#sleep(next.millis, signal);
        return true;
      case 'give-up':
        return false;
    }
  }

  /**
   * @param {import('./held-grant.js').HeldGrant} held
   * @param {string} path
   * @param {RefusedMediaError} refusal
   */
  #refuse(held, path, refusal) {
    this.#tell({ type: 'refused', held, path, reason: refusal.reason, why: refusal.message });
    this.#grants.replace(held, { why: `it sent what its source did not sign: ${refusal.message}`, leave: 'for-good' });
    this.#report({ grant: held.id, resource: path, reason: refusal.reason }).catch(() => {});
  }

  /**
   * @param {import('./held-grant.js').HeldGrant} held
   * @param {string} path
   * @param {string[]} query
   * @param {AbortSignal} signal
   */
  #get(held, path, query, signal) {
    const url = `${held.url}${path}?${query.filter((part) => part !== '').join('&')}`;
    const request = { signal, credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' };
    return unlessAborted(this.#fetch(url, /** @type {RequestInit} */ (request)), held.left);
  }
}

/**
 * Of a refusal, what it means for the payment that went with the request.
 *
 * @param {ReturnType<import('skyv-client').Purse['pay']>} payment
 * @param {Problem} problem
 */
function end(payment, problem) {
  if (problem.status === 402) payment.wantsMore(problem);
  else if (problem.status === 404 || problem.status === 503) payment.unserved();
  else payment.refused();
}

/** @param {Response} response */
async function bodyOf(response) {
  if (Number(response.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
    throw new RefusedMediaError('not-what-was-asked', 'the body is larger than any can be');
  }
  return response.arrayBuffer();
}
