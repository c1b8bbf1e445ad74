import { FetchFailure } from './media-fetcher.js';
import { mediaAt, pathOf } from './resource.js';

/** Longer than a box blocks a playlist, and than a grant usually takes to come. */
const TIMEOUT_MILLIS = 20_000;

/**
 * hls.js' Loader (src/types/loader.ts in its package): one object for one request. It calls back exactly once, and not at
 * all after `destroy`.
 */
class Loader {
  #aborter = new AbortController();
  #callbacks;

  constructor() {
    this.context = null;
    this.stats = {
      aborted: false,
      loaded: 0,
      retry: 0,
      total: 0,
      chunkCount: 0,
      bwEstimate: 0,
      loading: { start: 0, first: 0, end: 0 },
      parsing: { start: 0, end: 0 },
      buffering: { start: 0, first: 0, end: 0 },
    };
    this.ageSeconds = 0;
  }

  load(context, _config, callbacks) {
    this.context = context;
    this.#callbacks = callbacks;
    this.stats.loading.start = performance.now();
    const timer = setTimeout(() => this.#finish('onTimeout', this.stats, context, null), TIMEOUT_MILLIS);
    this.get(context, this.#aborter.signal)
      .then((data) => this.#succeed(context, data))
      .catch((e) => this.#fail(context, e))
      .finally(() => clearTimeout(timer));
  }

  /** Marks the first byte of the answer: hls.js reckons the age of a live playlist from here. */
  firstByte() {
    this.stats.loading.first = Math.max(this.stats.loading.start, performance.now());
  }

  abort() {
    if (this.stats.loading.end === 0) this.stats.aborted = true;
    this.#finish('onAbort', this.stats, this.context, null);
  }

  destroy() {
    this.#callbacks = undefined;
    this.#aborter.abort();
  }

  getCacheAge() {
    return this.ageSeconds;
  }

  getResponseHeader() {
    return null;
  }

  #succeed(context, data) {
    const { stats } = this;
    stats.loading.end = Math.max(stats.loading.first, performance.now());
    stats.loaded = stats.total = typeof data === 'string' ? data.length : data.byteLength;
    this.#finish('onSuccess', { url: context.url, data, code: 200 }, stats, context, null);
  }

  #fail(context, e) {
    const code = e instanceof FetchFailure ? e.status : 0;
    this.#finish('onError', { code, text: e?.message ?? '' }, context, null, this.stats);
  }

  #finish(callback, ...results) {
    const callbacks = this.#callbacks;
    this.#callbacks = undefined;
    if (callback !== 'onSuccess') this.#aborter.abort();
    callbacks?.[callback]?.(...results);
  }
}

/**
 * `pLoader` and `fLoader` for hls.js, which get everything through `media`.
 *
 * @param {Pick<import('./read-ahead.js').ReadAhead, 'playlist' | 'media'>} media
 */
export function loadersFor(media) {
  class PlaylistLoader extends Loader {
    async get({ url }, signal) {
      const { path, query } = pathOf(url);
      const { text, ageSeconds } = await media.playlist(path, query, signal);
      this.firstByte();
      this.ageSeconds = Number.isFinite(ageSeconds) ? ageSeconds : 0;
      return text;
    }
  }

  class FragmentLoader extends Loader {
    async get({ url, frag, part }, signal) {
      const { path } = pathOf(url);
      const asked = mediaAt(path);
      if (asked === undefined) throw new FetchFailure(404, `${path} is no media of SKYV`);
      const durationSeconds = part?.duration ?? (Number.isFinite(frag?.duration) ? frag.duration : 0);
      return media.media(path, asked, { durationSeconds, signal, onFirstByte: () => this.firstByte() });
    }
  }

  return { pLoader: PlaylistLoader, fLoader: FragmentLoader };
}
