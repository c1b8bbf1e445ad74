import { fromBase64url, toHex } from './bytes.js';
import { CanonicalReader } from './canonical.js';
import { MalformedError } from './malformed.js';
import { sha256 } from './sha256.js';
import { SIGNATURE_BYTES, verify } from './signature.js';

const DOMAIN = 'skyv-manifest-v1';
const MAX_WIRE_BYTES = 512;
const KINDS = /** @type {const} */ (['init', 'part', 'segment']);
const INDEPENDENT = 1;
const LAST = 2;
const ZERO = '0'.repeat(64);

/** What a source says of one init segment, part or segment, with its signature. Reading is not believing: see isSignedBy. */
export class Manifest {
  #canonical;
  #signature;

  /** @param {Uint8Array<ArrayBuffer>} wire canonical bytes and 64 bytes of signature */
  constructor(wire) {
    if (wire.length > MAX_WIRE_BYTES) throw new MalformedError(`a manifest of ${wire.length} bytes is over ${MAX_WIRE_BYTES}`);
    const reader = new CanonicalReader(DOMAIN, wire);
    const kind = KINDS[reader.u8()];
    if (kind === undefined) throw new MalformedError('unknown kind of manifest');
    this.kind = kind;
    this.stream = reader.id('stream id');
    this.rendition = reader.id('rendition name');
    this.epoch = reader.u32();
    this.sequence = reader.u64();
    this.part = reader.u31();
    this.startMicros = reader.u64();
    this.durationMicros = reader.u64();
    this.sizeBytes = reader.u64();
    const flags = reader.u8();
    if ((flags & ~(INDEPENDENT | LAST)) !== 0) throw new MalformedError(`unknown flags ${flags}`);
    this.independent = (flags & INDEPENDENT) !== 0;
    this.last = (flags & LAST) !== 0;
    this.sha256 = toHex(reader.digest());
    this.previous = toHex(reader.digest());
    this.partsRoot = toHex(reader.digest());
    if (kind !== 'part' && (this.part !== 0 || this.last)) {
      throw new MalformedError('only a part has a part number or is the last one');
    }
    if (kind !== 'segment' && this.partsRoot !== ZERO) throw new MalformedError('only a segment has a root of parts');
    this.#canonical = wire.slice(0, reader.position);
    this.#signature = reader.raw(SIGNATURE_BYTES);
    reader.end();
    Object.freeze(this);
  }

  /** @param {string} header the value of `SKYV-Manifest` */
  static fromHeader(header) {
    return new Manifest(fromBase64url(header, MAX_WIRE_BYTES));
  }

  /** SHA-256 of the canonical bytes in hex: what the next manifest names as `previous`. */
  async hash() {
    return toHex(await sha256(this.#canonical));
  }

  /** @param {CryptoKey} key */
  isSignedBy(key) {
    return verify(key, this.#canonical, this.#signature);
  }

  /**
   * Whether `body` is what this manifest is of.
   *
   * @param {ArrayBuffer} body
   */
  async isOf(body) {
    if (BigInt(body.byteLength) !== this.sizeBytes) return false;
    return toHex(await sha256(body)) === this.sha256;
  }
}
