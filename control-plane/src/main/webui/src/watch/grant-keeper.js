import { Grant, MalformedError, Problem, Purse } from 'skyv-client';
import { ChainStock } from './chain-stock.js';
import { HeldGrant } from './held-grant.js';
import { Backoff, sleep, unlessAborted } from './timing.js';

/** A grant is renewed when this much of its bytes or of its life is left. */
const RENEW_AT = 0.25;
/** A grant has at least so long to go when it is handed out. */
const SAFE_MILLIS = 2_000;
const REMEMBERED_GRANTS = 50;

/**
 * Always has a grant at hand while one can be had: asks for the first, for the next before one is used up or expires, and
 * for one of another box when a box is left. Asks again with growing waits while the control plane is away or has no box.
 */
export class GrantKeeper {
  #controlPlane;
  #stream;
  #rendition;
  #maxBytes;
  #chains;
  #tell;
  #nowMillis;
  #sleep;
  /** @type {HeldGrant | undefined} */
  #held;
  /** @type {Promise<HeldGrant> | undefined} */
  #asking;
  #closed = new AbortController();
  #distrusted = new Set();
  #unreachable = new Set();

  /**
   * @param {{controlPlane: import('./control-plane.js').ControlPlane, stream: string, rendition?: string, maxBytes: number,
   *     tell: (event: {type: string, [field: string]: any}) => void, nowMillis?: () => number, sleep?: typeof sleep,
   *     chains?: ChainStock}} needs
   */
  constructor({ controlPlane, stream, rendition, maxBytes, tell, nowMillis = () => performance.now(), sleep: sleeper = sleep, chains }) {
    this.#controlPlane = controlPlane;
    this.#stream = stream;
    this.#rendition = rendition;
    this.#maxBytes = maxBytes;
    this.#chains = chains ?? new ChainStock(maxBytes);
    this.#tell = tell;
    this.#nowMillis = nowMillis;
    this.#sleep = sleeper;
    /** The last grants of this watch, the newest at the end. @type {HeldGrant[]} */
    this.history = [];
    /** The sums of those before them. */
    this.past = { grants: 0, paidMicros: 0, bookedMicros: 0, receivedBytes: 0 };
    /** Why there is no grant at the moment: 'no-box', 'control-plane-away', 'refused-grant'; empty when all is well. */
    this.trouble = '';
  }

  /** The grant in use, if there is one. */
  get held() {
    return this.#held;
  }

  /**
   * A grant to pay with, now or as soon as there is one.
   *
   * @param {AbortSignal} [signal]
   */
  async current(signal) {
    const held = this.#held;
    if (held !== undefined) {
      if (held.remainingMillis(this.#nowMillis()) > SAFE_MILLIS) return held;
      this.replace(held, { why: 'expires' });
    }
    return unlessAborted(this.#ask(), signal);
  }

  /**
   * Uses `held` no more.
   *
   * @param {HeldGrant} held
   * @param {{why: string, leave?: 'for-good' | 'for-now'}} reason leave the box for good when it cannot be trusted
   */
  replace(held, { why, leave }) {
    if (leave === 'for-good') this.#distrusted.add(held.box);
    if (leave === 'for-now') this.#unreachable.add(held.box);
    if (held !== this.#held) return;
    held.end(why, leave !== undefined);
    this.#held = undefined;
    this.#tell({ type: leave === undefined ? 'grant-ended' : 'box-left', held, why });
    this.#ask().catch(() => {});
  }

  /** Asks for the next grant in the background when this one is nearly used up or about to expire. */
  renewIfDue() {
    const held = this.#held;
    if (held === undefined || this.#asking !== undefined) return;
    const left = Number(held.purse.leftBytes) / Number(held.purse.grant.maxBytes);
    const life = held.remainingMillis(this.#nowMillis()) / held.lifeMillis;
    if (Math.min(left, life) < RENEW_AT) this.#ask().catch(() => {});
  }

  close() {
    this.#closed.abort(new DOMException('stopped', 'AbortError'));
    this.#held?.end('stopped', true);
    this.#held = undefined;
  }

  #ask() {
    this.#asking ??= this.#askUntilThereIsOne().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askUntilThereIsOne() {
    const backoff = new Backoff();
    for (;;) {
      this.#closed.signal.throwIfAborted();
      try {
        const held = await this.#askOnce();
        this.#closed.signal.throwIfAborted();
        this.#use(held);
        return held;
      } catch (e) {
        if (this.#closed.signal.aborted) throw this.#closed.signal.reason;
        if (this.#mayTryLeftBoxes(e)) continue;
        this.#inTrouble(e);
        await this.#sleep(backoff.nextMillis(), this.#closed.signal);
      }
    }
  }

  async #askOnce() {
    const chain = await this.#chains.take();
    const avoid = [...new Set([...this.#distrusted, ...this.#unreachable])];
    const answer = await this.#controlPlane.requestGrant(this.#stream, {
      ...(this.#rendition === undefined ? {} : { rendition: this.#rendition }),
      maxBytes: this.#maxBytes,
      anchor: chain.anchor,
      avoid,
    });
    const grant = new Grant(answer.grant);
    if (grant.stream !== this.#stream || avoid.includes(grant.box)) {
      throw new MalformedError('the control plane gave a grant for something else');
    }
    return new HeldGrant(new Purse(grant, chain), String(answer.url).replace(/\/+$/, ''), this.#nowMillis());
  }

  /** @param {HeldGrant} held */
  #use(held) {
    const before = this.#held;
    before?.end('renewed', false);
    this.#held = held;
    this.trouble = '';
    this.history = [...this.history, held];
    if (this.history.length > REMEMBERED_GRANTS) this.#forget(this.history[0]);
    this.#tell({ type: 'granted', held, before });
  }

  /**
   * Keeps of a grant of long ago only its sums.
   *
   * @param {HeldGrant} held
   */
  #forget(held) {
    this.history = this.history.slice(1);
    this.past = {
      grants: this.past.grants + 1,
      paidMicros: this.past.paidMicros + Number(held.purse.paidMicros),
      bookedMicros: this.past.bookedMicros + (held.booking?.paidMicros ?? 0),
      receivedBytes: this.past.receivedBytes + Number(held.purse.receivedBytes),
    };
  }

  /**
   * A box that could not be reached may be back; one that cannot be trusted stays avoided.
   *
   * @param {unknown} e
   */
  #mayTryLeftBoxes(e) {
    if (!(e instanceof Problem) || e.code !== 'no-box' || this.#unreachable.size === 0) return false;
    this.#unreachable.clear();
    return true;
  }

  /** @param {any} e */
  #inTrouble(e) {
    const trouble = !(e instanceof Problem) ? 'control-plane-away' : e.code === 'no-box' ? 'no-box' : 'refused-grant';
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    this.#tell({ type: trouble, why: e.message, avoided: this.#distrusted.size });
  }
}
