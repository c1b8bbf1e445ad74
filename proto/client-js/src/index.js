/** The receiver's half of the SKYV protocol (docs/protocol.md), for browsers and Node 18 or later. No dependencies. */
export { fromBase64url, fromHex, toBase64url, toHex } from './bytes.js';
export { MalformedError } from './malformed.js';
export { Grant } from './grant.js';
export { HashChain, MAX_UNITS } from './hash-chain.js';
export { Manifest } from './manifest.js';
export { Problem } from './problem.js';
export { costMicros, escrowMicros } from './price.js';
export { Purse } from './purse.js';
export { receiptHeader, receiptQuery } from './receipt.js';
export { SizeForecast } from './size-forecast.js';
export { fingerprint, importKey, verify } from './signature.js';
export { ManifestChecker, RefusedMediaError } from './manifest-checker.js';
