import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';

// Browsers and Node 20 have it as a global; Node 18 does not.
globalThis.crypto ??= /** @type {Crypto} */ (webcrypto);

const FOLDER = new URL('../../src/main/resources/io/skyv/proto/known-answers/', import.meta.url);

/** One of the files that every implementation must reproduce, Java's and this one alike. */
export function knownAnswers(name) {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

/** `bytes` cut after each of their bytes but the last. */
export function truncations(bytes) {
  return Array.from(bytes, (_, length) => bytes.slice(0, length));
}

/** `bytes` with one bit flipped, for each bit. */
export function* flips(bytes) {
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3] ^= 1 << (bit & 7);
    yield flipped;
  }
}
