import { toHex } from './bytes.js';
import { sha256 } from './sha256.js';

/** Longest hash chain that a grant can have. */
export const MAX_UNITS = 65_536;
const DIGEST_BYTES = 32;
const DOMAIN = new TextEncoder().encode('skyv-receipt-v1');

/** A receiver's secret chain: w_(i−1) = SHA-256("skyv-receipt-v1" ‖ w_i). w_0 is public, each w_i shown pays one more unit. */
export class HashChain {
  #values;

  /**
   * @param {Uint8Array} values w_0 … w_n, one after the other
   * @param {number} length n
   * @private
   */
  constructor(values, length) {
    this.#values = values;
    this.length = length;
  }

  /**
   * Takes n calls of WebCrypto, each 5 to 10 µs in Chromium: 4,096 steps in some 40 ms, the longest chain in half a second,
   * and nothing waits for it meanwhile.
   *
   * @param {Uint8Array} secret w_n: 32 random bytes
   * @param {number} length n, 1 to {@link MAX_UNITS}
   */
  static async of(secret, length) {
    if (secret.length !== DIGEST_BYTES) throw new RangeError('a secret has 32 bytes');
    if (!Number.isInteger(length) || length < 1 || length > MAX_UNITS) {
      throw new RangeError(`a hash chain has 1 to ${MAX_UNITS} steps, not ${length}`);
    }
    const values = new Uint8Array((length + 1) * DIGEST_BYTES);
    const message = new Uint8Array(DOMAIN.length + DIGEST_BYTES);
    message.set(DOMAIN);
    message.set(secret, DOMAIN.length);
    values.set(secret, length * DIGEST_BYTES);
    for (let i = length - 1; i >= 0; i--) {
      const value = await sha256(message);
      message.set(value, DOMAIN.length);
      values.set(value, i * DIGEST_BYTES);
    }
    return new HashChain(values, length);
  }

  /** @param {number} length */
  static random(length) {
    return HashChain.of(crypto.getRandomValues(new Uint8Array(DIGEST_BYTES)), length);
  }

  /** w_0 in hex. */
  get anchor() {
    return this.value(0);
  }

  /**
   * w_index in hex.
   *
   * @param {number} index 0 to n
   */
  value(index) {
    if (!Number.isInteger(index) || index < 0 || index > this.length) {
      throw new RangeError(`index must be 0 to ${this.length} but is ${index}`);
    }
    return toHex(this.#values.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES));
  }
}
