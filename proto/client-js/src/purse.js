import { costMicros } from './price.js';
import { receiptQuery } from './receipt.js';

/**
 * Pays under one grant. It knows what was sent, what the box has answered to, and what is on its way, and picks the index
 * that the next request needs. Paying for the size that is expected saves the round trip of a 402; what is paid beyond it
 * counts for the next request.
 */
export class Purse {
  #chain;
  #servedBytes = 0n;
  #onItsWayBytes = 0n;
  #unsureBytes = 0n;
  #sentIndex = 0;

  /**
   * @param {import('./grant.js').Grant} grant a signed one
   * @param {import('./hash-chain.js').HashChain} chain the one that the grant was asked with
   * @param {{maxBodyBytes?: number}} [limits] the largest body there can be: a box that wants more than that in advance is
   *     not believed
   */
  constructor(grant, chain, { maxBodyBytes = 16 * 2 ** 20 } = {}) {
    if (!grant.signed || grant.anchor !== chain.anchor || grant.units > chain.length) {
      throw new RangeError('this grant is not for this hash chain');
    }
    this.grant = grant;
    this.#chain = chain;
    this.maxBodyBytes = BigInt(maxBodyBytes);
    /** Highest index that the box has answered to. */
    this.paidIndex = 0;
    /** Bytes of bodies that came under this grant. */
    this.receivedBytes = 0n;
  }

  /** Bytes that are paid. */
  get paidBytes() {
    return this.grant.paidBytes(this.paidIndex);
  }

  /** What is paid, in micro-SKYV. */
  get paidMicros() {
    return costMicros(this.paidBytes, this.grant.pricePerGiBMicros);
  }

  /** Bytes that can still be had, all that is on its way taken off. */
  get leftBytes() {
    const left = this.grant.maxBytes - this.#servedBytes - this.#onItsWayBytes - this.#unsureBytes;
    return left > 0n ? left : 0n;
  }

  /**
   * A payment for one request. One of its methods must be called when the request has ended.
   *
   * @param {number} expectedBytes size that the body is expected to have
   * @param {number} [due] index that a 402 asked for
   */
  pay(expectedBytes, due = 0) {
    const expected = BigInt(Math.ceil(expectedBytes));
    const needed = this.grant.dueIndex(this.#servedBytes + this.#onItsWayBytes + expected);
    const index = Math.min(this.grant.units, Math.max(this.#sentIndex, needed, due));
    this.#sentIndex = index;
    this.#onItsWayBytes += expected;
    let ended = false;
    const end = () => {
      if (ended) throw new Error('this payment has ended');
      ended = true;
      this.#onItsWayBytes -= expected;
    };
    return {
      index,
      query: receiptQuery(this.grant.id, index, this.#chain.value(index)),
      /** The body came: `bytes` long. */
      delivered: (/** @type {number} */ bytes) => {
        end();
        this.#confirm(index);
        this.receivedBytes += BigInt(bytes);
        this.#served(BigInt(bytes), due);
      },
      /** The box wants more: {@link Purse.isFair} says whether to pay it. */
      wantsMore: (/** @type {import('./problem.js').Problem} */ problem) => {
        end();
        this.#confirm(Math.min(index, problem.paid ?? index));
      },
      /** No answer, a broken one or one without a body: the box may or may not have counted it. */
      failed: () => {
        end();
        this.#unsureBytes += expected;
      },
      /** The box took the receipt but had nothing to serve, and so has counted no body. */
      unserved: () => {
        end();
        this.#confirm(index);
      },
      /** The box did not even take the receipt. */
      refused: end,
    };
  }

  /**
   * Whether a box that asks for `due` has served, or may believe to have served, nearly as much: one body may be missing.
   *
   * @param {number} due
   */
  isFair(due) {
    if (due > this.grant.units) return false;
    const most = this.#servedBytes + this.#onItsWayBytes + this.#unsureBytes + this.maxBodyBytes;
    return due <= this.grant.dueIndex(most);
  }

  /** @param {number} index */
  #confirm(index) {
    this.paidIndex = Math.max(this.paidIndex, index);
  }

  /**
   * @param {bigint} bytes
   * @param {number} due what the box asked for before: it had then counted more than due − 1 units, this body included
   */
  #served(bytes, due) {
    const counted = due > 0 ? BigInt(due - 1) * BigInt(this.grant.unitBytes) + 1n : 0n;
    const sum = this.#servedBytes + bytes;
    if (counted > sum) {
      this.#unsureBytes = 0n;
      this.#servedBytes = counted;
    } else {
      this.#servedBytes = sum;
    }
  }
}
