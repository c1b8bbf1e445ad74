import './known-answers.js';

/** A source and a control plane for tests: they sign what they are given, as the protocol has it. */
export class Signer {
  static async create() {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const spki = Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey)).toString('base64url');
    return new Signer(keys.privateKey, spki);
  }

  constructor(key, spki) {
    this.key = key;
    this.spki = spki;
  }

  /** Canonical bytes and signature of a grant, as its token. */
  async grant(fields) {
    return (await this.#sign(grantBytes(fields))).toString('base64url');
  }

  /** `{header, hash}` of the manifest of `body`. */
  async manifest(fields, body) {
    const sha256 = await digest(body);
    const canonical = manifestBytes({ sizeBytes: body.byteLength, sha256, ...fields });
    return { header: (await this.#sign(canonical)).toString('base64url'), hash: await digest(canonical) };
  }

  async #sign(canonical) {
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.key, canonical);
    return Buffer.concat([canonical, Buffer.from(signature)]);
  }
}

/** SHA-256 in hex. */
export async function digest(bytes) {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

const ZERO = '0'.repeat(64);
const OPEN_END = 2n ** 63n - 1n;

function grantBytes(grant) {
  return Buffer.concat([
    Buffer.from('skyv-grant-v1\0'),
    ...[grant.id, grant.payer, grant.box, grant.stream, grant.rendition].map(string),
    u64(grant.fromSequence ?? 0),
    u64(grant.toSequence ?? OPEN_END),
    u64(grant.maxBytes),
    u32(grant.unitBytes ?? 65_536),
    u64(grant.pricePerGiBMicros),
    Buffer.from(grant.anchor ?? ZERO, 'hex'),
    u64(grant.issuedAtMillis),
    u64(grant.expiresAtMillis),
    u64(grant.expiresRound ?? 0),
    u8(grant.signed === false ? 0 : 1),
    u64(grant.maxBitrateBps ?? 0),
  ]);
}

function manifestBytes(manifest) {
  return Buffer.concat([
    Buffer.from('skyv-manifest-v1\0'),
    u8(['init', 'part', 'segment'].indexOf(manifest.kind)),
    string(manifest.stream),
    string(manifest.rendition),
    u32(manifest.epoch ?? 0),
    u64(manifest.sequence),
    u32(manifest.part ?? 0),
    u64(manifest.startMicros ?? 0),
    u64(manifest.durationMicros ?? 0),
    u64(manifest.sizeBytes),
    u8((manifest.independent ? 1 : 0) | (manifest.last ? 2 : 0)),
    ...[manifest.sha256, manifest.previous ?? ZERO, manifest.partsRoot ?? ZERO].map((hex) => Buffer.from(hex, 'hex')),
  ]);
}

function u8(value) {
  return Buffer.of(value);
}

function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function string(value) {
  const utf8 = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(utf8.length);
  return Buffer.concat([length, utf8]);
}
