import { fromBase64url, toHex } from './bytes.js';
import { CanonicalReader } from './canonical.js';
import { MAX_UNITS } from './hash-chain.js';
import { MalformedError } from './malformed.js';
import { SIGNATURE_BYTES, verify } from './signature.js';

const DOMAIN = 'skyv-grant-v1';
const MAX_WIRE_BYTES = 640;
const MAX_BYTES = 1n << 50n;
const MAX_PRICE = 10n ** 12n;
const ID = /^[0-9a-f]{32}$/;
const ZERO = '0'.repeat(64);

/** The control plane's word that a receiver may have media from one box, and that it will be paid for. */
export class Grant {
  #canonical;
  #signature;

  /** @param {string} token base64url of the canonical bytes and the signature */
  constructor(token) {
    const wire = fromBase64url(token, MAX_WIRE_BYTES);
    const reader = new CanonicalReader(DOMAIN, wire);
    this.token = token;
    this.id = reader.string();
    this.payer = reader.id('payer');
    this.box = reader.id('box id');
    this.stream = reader.id('stream id');
    this.rendition = reader.id('rendition name');
    this.fromSequence = reader.u64();
    this.toSequence = reader.u64();
    this.maxBytes = reader.u64();
    this.unitBytes = reader.u31();
    this.pricePerGiBMicros = reader.u64();
    this.anchor = toHex(reader.digest());
    this.issuedAtMillis = reader.u64();
    this.expiresAtMillis = reader.u64();
    this.expiresRound = reader.u64();
    this.signed = reader.bool();
    this.maxBitrateBps = reader.u64();
    check(this);
    this.#canonical = wire.slice(0, reader.position);
    this.#signature = reader.raw(SIGNATURE_BYTES);
    reader.end();
    Object.freeze(this);
  }

  /** n: the index at which maxBytes are paid; 0 when unsigned. */
  get units() {
    return this.signed ? this.dueIndex(this.maxBytes) : 0;
  }

  /**
   * Bytes that receipt `index` pays.
   *
   * @param {number} index
   */
  paidBytes(index) {
    const bytes = BigInt(index) * BigInt(this.unitBytes);
    return bytes < this.maxBytes ? bytes : this.maxBytes;
  }

  /**
   * The smallest index that pays `bytes`.
   *
   * @param {bigint} bytes
   */
  dueIndex(bytes) {
    const unit = BigInt(this.unitBytes);
    return Number((bytes + unit - 1n) / unit);
  }

  /** @param {CryptoKey} key */
  isSignedBy(key) {
    return verify(key, this.#canonical, this.#signature);
  }
}

/** @param {Grant} grant */
function check(grant) {
  const refuse = (/** @type {boolean} */ wrong, /** @type {string} */ why) => {
    if (wrong) throw new MalformedError(why);
  };
  refuse(!ID.test(grant.id), 'grant id must be 32 lower-case hex digits');
  refuse(grant.toSequence < grant.fromSequence, 'the range of a grant is from a sequence number to a later one');
  refuse(grant.maxBytes < 1n || grant.maxBytes > MAX_BYTES, 'maxBytes must be 1 to 2^50');
  refuse(grant.unitBytes < 1, 'unitBytes must be at least 1');
  refuse(grant.pricePerGiBMicros > MAX_PRICE, 'pricePerGiB must be 0 to 10^12');
  refuse(grant.expiresAtMillis <= grant.issuedAtMillis, 'a grant expires after it was issued');
  if (grant.signed) {
    refuse(
      grant.maxBytes > BigInt(MAX_UNITS) * BigInt(grant.unitBytes) || grant.maxBitrateBps !== 0n,
      'a signed grant has at most 65536 units and no bitrate',
    );
  } else {
    refuse(grant.maxBitrateBps < 1n || grant.anchor !== ZERO, 'an unsigned grant has a bitrate and no hash chain');
  }
}
