import { MalformedError } from './malformed.js';

const ID = /^[A-Za-z0-9._:-]{1,64}$/;
const MAX_U31 = 2 ** 31 - 1;

/**
 * Reads the one byte form of something that is signed (docs/protocol.md, Canonical bytes). What it accepts would be
 * written again as the same bytes; everything else is a {@link MalformedError}.
 */
export class CanonicalReader {
  #bytes;
  #view;
  #at;

  /**
   * @param {string} domain
   * @param {Uint8Array<ArrayBuffer>} bytes
   */
  constructor(domain, bytes) {
    const expected = new TextEncoder().encode(`${domain}\0`);
    if (bytes.length < expected.length || expected.some((byte, i) => byte !== bytes[i])) {
      throw new MalformedError(`does not begin with ${domain}`);
    }
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = expected.length;
  }

  u8() {
    return this.#view.getUint8(this.#need(1));
  }

  u32() {
    return this.#view.getUint32(this.#need(4));
  }

  /** A u32 that Java keeps in an int. */
  u31() {
    const value = this.u32();
    if (value > MAX_U31) throw new MalformedError('a number is over 2^31 - 1');
    return value;
  }

  /** @returns {bigint} 0 to 2⁶³ − 1 */
  u64() {
    const value = this.#view.getBigInt64(this.#need(8));
    if (value < 0n) throw new MalformedError('a count is over 2^63 - 1');
    return value;
  }

  bool() {
    const value = this.u8();
    if (value > 1) throw new MalformedError('a boolean is neither 0 nor 1');
    return value === 1;
  }

  string() {
    const length = this.#view.getUint16(this.#need(2));
    const bytes = this.raw(length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new MalformedError('a string is not UTF-8');
    }
  }

  /** @param {string} what */
  id(what) {
    const value = this.string();
    if (!ID.test(value)) throw new MalformedError(`${what} must be 1 to 64 of A-Z a-z 0-9 . _ : -`);
    return value;
  }

  digest() {
    return this.raw(32);
  }

  /** @param {number} length */
  raw(length) {
    const from = this.#need(length);
    return this.#bytes.slice(from, from + length);
  }

  /** Bytes read so far, the domain included. */
  get position() {
    return this.#at;
  }

  end() {
    const left = this.#bytes.length - this.#at;
    if (left !== 0) throw new MalformedError(`${left} bytes too many`);
  }

  /** @param {number} count */
  #need(count) {
    const from = this.#at;
    if (this.#bytes.length - from < count) throw new MalformedError('ends too early');
    this.#at += count;
    return from;
  }
}
