import { MalformedError } from './malformed.js';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  let hex = '';
  for (const byte of bytes) hex += (byte < 16 ? '0' : '') + byte.toString(16);
  return hex;
}

/**
 * @param {string} hex
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromHex(hex) {
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) throw new MalformedError('not hex digits in pairs');
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** @param {Uint8Array} bytes */
export function toBase64url(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const triple = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(3, bytes.length - i) + 1;
    for (let d = 0; d < digits; d++) text += BASE64URL[(triple >> (18 - 6 * d)) & 63];
  }
  return text;
}

/**
 * Base64url without padding; exactly one text stands for given bytes, every other is refused.
 *
 * @param {string} text
 * @param {number} maxBytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase64url(text, maxBytes = 65_536) {
  if (text.length > Math.ceil((maxBytes * 4) / 3)) throw new MalformedError(`longer than the ${maxBytes} bytes it may be`);
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const character of text) {
    const value = BASE64URL.indexOf(character);
    if (value < 0) throw new MalformedError('not base64url');
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = (bits >> count) & 0xff;
    }
  }
  if (count >= 6 || (bits & ((1 << count) - 1)) !== 0) throw new MalformedError('not base64url without padding');
  return bytes;
}
