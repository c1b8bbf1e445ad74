import { fromBase64url, toHex } from './bytes.js';
import { MalformedError } from './malformed.js';
import { sha256 } from './sha256.js';

/** r ‖ s, 32 bytes each (IEEE P1363), as WebCrypto has it. */
export const SIGNATURE_BYTES = 64;
/** What the SubjectPublicKeyInfo of every P-256 key begins with, up to and with the mark of an uncompressed point. */
const KEY_PREFIX = '3059301306072a8648ce3d020106082a8648ce3d03010703420004';
const KEY_BYTES = 91;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };

/**
 * @param {string} spki SubjectPublicKeyInfo of a P-256 key, base64url
 * @returns {Promise<CryptoKey>}
 */
export async function importKey(spki) {
  const bytes = fromBase64url(spki, KEY_BYTES);
  const refused = new MalformedError('not a public key (SubjectPublicKeyInfo) on P-256');
  // WebCrypto's implementations differ in what they take: trailing bytes, compressed points.
  if (bytes.length !== KEY_BYTES || !toHex(bytes).startsWith(KEY_PREFIX)) throw refused;
  return crypto.subtle.importKey('spki', bytes, ALGORITHM, true, ['verify']).catch(() => {
    throw refused;
  });
}

/**
 * @param {CryptoKey} key
 * @param {Uint8Array<ArrayBuffer>} message
 * @param {Uint8Array<ArrayBuffer>} signature
 */
export async function verify(key, message, signature) {
  if (signature.length !== SIGNATURE_BYTES) return false;
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, message);
}

/**
 * What people compare: the first 16 hex digits of the SHA-256 of the key, in fours.
 *
 * @param {string} spki base64url
 */
export async function fingerprint(spki) {
  const digits = toHex((await sha256(fromBase64url(spki, KEY_BYTES))).subarray(0, 8));
  return digits.replace(/(.{4})(?=.)/g, '$1 ');
}
