import { MalformedError } from './malformed.js';
import { Manifest } from './manifest.js';

const REMEMBERED = 64;

/** Media that is not what the source signed; `reason` is what programs go by. */
export class RefusedMediaError extends Error {
  /**
   * @param {'manifest-missing' | 'manifest-malformed' | 'signature-wrong' | 'not-what-was-asked' | 'hash-wrong' | 'chain-broken'} reason
   * @param {string} message
   */
  constructor(reason, message) {
    super(message);
    this.name = 'RefusedMediaError';
    this.reason = reason;
  }
}

/** Checks the bodies of one rendition, as they come, against their manifests and the manifests against each other. */
export class ManifestChecker {
  #key;
  #stream;
  #rendition;
  /** @type {Map<string, string>} hashes of the last manifests, by place */
  #hashes = new Map();

  /**
   * @param {CryptoKey} key that signs the stream's manifests
   * @param {string} stream
   * @param {string} rendition
   */
  constructor(key, stream, rendition) {
    this.#key = key;
    this.#stream = stream;
    this.#rendition = rendition;
  }

  /**
   * @param {string | null} header the answer's `SKYV-Manifest`
   * @param {ArrayBuffer} body
   * @param {{kind: 'init', epoch: number} | {kind: 'segment', sequence: bigint} | {kind: 'part', sequence: bigint, part: number}} asked
   * @returns {Promise<Manifest>} when all is well; else a {@link RefusedMediaError}
   */
  async check(header, body, asked) {
    const manifest = read(header);
    if (!(await manifest.isSignedBy(this.#key))) {
      throw new RefusedMediaError('signature-wrong', "the manifest is not signed by the stream's source");
    }
    if (!this.#isWhatWasAsked(manifest, asked)) {
      throw new RefusedMediaError('not-what-was-asked', `the manifest is of ${place(manifest)} of ${manifest.stream}`);
    }
    if (!(await manifest.isOf(body))) {
      throw new RefusedMediaError('hash-wrong', 'the bytes are not those that the source signed');
    }
    const before = this.#hashBefore(manifest);
    if (before !== undefined && before !== manifest.previous) {
      throw new RefusedMediaError('chain-broken', 'the manifest does not follow the one before it');
    }
    this.#remember(manifest, await manifest.hash());
    return manifest;
  }

  /**
   * @param {Manifest} manifest
   * @param {{kind: string, epoch?: number, sequence?: bigint, part?: number}} asked
   */
  #isWhatWasAsked(manifest, asked) {
    return (
      manifest.stream === this.#stream &&
      manifest.rendition === this.#rendition &&
      manifest.kind === asked.kind &&
      (asked.epoch === undefined || asked.epoch === manifest.epoch) &&
      (asked.sequence === undefined || asked.sequence === manifest.sequence) &&
      (asked.part === undefined || asked.part === manifest.part)
    );
  }

  /**
   * One chain runs through init segments and parts, another through segments.
   *
   * @param {Manifest} manifest
   */
  #hashBefore(manifest) {
    const { kind, epoch, sequence, part } = manifest;
    const lastOfSegmentBefore = `last ${sequence - 1n}`;
    if (kind === 'segment') return this.#hashes.get(`segment ${sequence - 1n}`);
    if (kind === 'init') return this.#hashes.get(lastOfSegmentBefore);
    if (part > 0) return this.#hashes.get(`part ${epoch} ${sequence} ${part - 1}`);
    return this.#hashes.get(`init ${epoch} ${sequence}`) ?? this.#hashes.get(`${lastOfSegmentBefore} of ${epoch}`);
  }

  /**
   * @param {Manifest} manifest
   * @param {string} hash
   */
  #remember(manifest, hash) {
    const { kind, epoch, sequence, part } = manifest;
    const put = (/** @type {string} */ where) => {
      this.#hashes.delete(where);
      this.#hashes.set(where, hash);
    };
    if (kind === 'segment') put(`segment ${sequence}`);
    if (kind === 'init') put(`init ${epoch} ${sequence}`);
    if (kind === 'part') put(`part ${epoch} ${sequence} ${part}`);
    if (manifest.last) {
      put(`last ${sequence}`);
      put(`last ${sequence} of ${epoch}`);
    }
    for (const where of this.#hashes.keys()) {
      if (this.#hashes.size <= REMEMBERED) break;
      this.#hashes.delete(where);
    }
  }
}

/** @param {string | null} header */
function read(header) {
  if (header === null || header === '') throw new RefusedMediaError('manifest-missing', 'the box sent no manifest');
  try {
    return Manifest.fromHeader(header);
  } catch (e) {
    if (e instanceof MalformedError) throw new RefusedMediaError('manifest-malformed', `the manifest cannot be read: ${e.message}`);
    throw e;
  }
}

/** @param {Manifest} manifest */
function place(manifest) {
  if (manifest.kind === 'init') return `init segment ${manifest.epoch}`;
  return manifest.kind === 'part' ? `part ${manifest.sequence}.${manifest.part}` : `segment ${manifest.sequence}`;
}
