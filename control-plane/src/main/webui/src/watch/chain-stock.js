import { HashChain } from 'skyv-client';

const UNIT_BYTES = 65_536;
const REFILL_MILLIS = 3_000;

/** Has a hash chain ready when the next grant is asked for: one takes some thousand hashes, which nobody should wait for. */
export class ChainStock {
  #units;
  /** @type {Promise<HashChain> | undefined} */
  #next;

  /** @param {number} maxBytes that one grant is for */
  constructor(maxBytes) {
    this.#units = Math.ceil(maxBytes / UNIT_BYTES);
    this.#make();
  }

  /** A chain that nobody else gets. */
  take() {
    const chain = this.#next ?? HashChain.random(this.#units);
    this.#next = undefined;
    setTimeout(() => this.#make(), REFILL_MILLIS).unref?.();
    return chain;
  }

  #make() {
    if (this.#next !== undefined) return;
    this.#next = HashChain.random(this.#units);
    this.#next.catch(() => (this.#next = undefined));
  }
}
