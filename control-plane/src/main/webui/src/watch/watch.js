import { fingerprint, importKey, ManifestChecker, Problem } from 'skyv-client';
import { Bookings } from './bookings.js';
import { GrantKeeper } from './grant-keeper.js';
import { Journal } from './journal.js';
import { MediaFetcher } from './media-fetcher.js';
import { ReadAhead } from './read-ahead.js';
import { playlistUrl } from './resource.js';
import { Backoff, sleep } from './timing.js';

const TICK_MILLIS = 1_000;
const ASK_SOURCE_MILLIS = 2_000;
/** Without media for so long, the control plane is asked whether the source is gone. */
const SILENT_MILLIS = 4_000;
/** Without media for so long from a source that is live, the box is left. */
const MUTE_MILLIS = 12_000;
export const DEFAULT_MAX_BYTES = 64 * 2 ** 20;

/**
 * One stream watched from Play to Stop: waits until it is live, plays it, and starts over when the source was gone.
 *
 * States: starting, playing, buffering, paused, source-gone, no-box, waiting (for the control plane), stopped, failed.
 */
export class Watch {
  #controlPlane;
  #video;
  #figures;
  #createPlayer;
  #known;
  #stopped = new AbortController();
  #bookings;
  #phase = 'starting';
  #lastMediaMillis = 0;
  /** @type {{latencySeconds: number | undefined, toLiveEdge(): void, destroy(): void} | undefined} */
  #player;
  /** @type {((why: string) => void) | undefined} */
  #endRun;

  /**
   * @param {{id: string, known?: Record<string, any>, controlPlane: import('./control-plane.js').ControlPlane, video: HTMLVideoElement,
   *     figures: import('./video-figures.js').VideoFigures, maxBytes?: number, chains?: import('./chain-stock.js').ChainStock,
   *     createPlayer: (needs: object) => {latencySeconds: number | undefined, toLiveEdge(): void, destroy(): void}}} needs
   *     `known`: what the control plane has just said of the stream
   */
  constructor({ id, known, controlPlane, video, figures, maxBytes = DEFAULT_MAX_BYTES, chains, createPlayer }) {
    this.id = id;
    this.#controlPlane = controlPlane;
    this.#video = video;
    this.#figures = figures;
    this.#createPlayer = createPlayer;
    this.#known = known;
    this.journal = new Journal();
    /** @type {Record<string, any> | undefined} */
    this.stream = undefined;
    this.keyFingerprint = '';
    this.failure = '';
    this.partsVerified = 0;
    this.partsRefused = 0;
    this.grants = new GrantKeeper({ controlPlane, stream: id, maxBytes, chains, tell: (event) => this.#hear(event) });
    this.#bookings = new Bookings(controlPlane, () => this.grants.history);
  }

  get state() {
    if (this.#phase !== 'playing') return this.#phase;
    if (this.grants.held === undefined && this.grants.trouble !== '') {
      return this.grants.trouble === 'no-box' ? 'no-box' : 'waiting';
    }
    if (this.#video.paused && this.#figures.moved) return 'paused';
    if (!this.#figures.moved) return 'starting';
    return this.#figures.stalled ? 'buffering' : 'playing';
  }

  get latencySeconds() {
    return this.#player?.latencySeconds;
  }

  toLiveEdge() {
    this.#player?.toLiveEdge();
  }

  /** Runs until stopped, or until something cannot be mended; `failure` says what. */
  async run() {
    const backoff = new Backoff(500, 8_000);
    try {
      while (!this.#stopped.signal.aborted) {
        const checker = await this.#whenLive();
        const before = this.partsVerified;
        const why = await this.#play(checker);
        if (this.#stopped.signal.aborted) break;
        if (this.partsVerified > before) backoff.reset();
        if (why !== '') this.journal.add('bad', `Playing broke off: ${why}`);
        await sleep(backoff.nextMillis(), this.#stopped.signal);
      }
    } catch (e) {
      if (this.#stopped.signal.aborted) return;
      this.#phase = 'failed';
      this.failure = e instanceof Error ? e.message : String(e);
      this.journal.add('bad', this.failure);
      this.#end();
    }
  }

  stop() {
    this.#phase = 'stopped';
    this.journal.add('plain', 'Stopped.');
    this.#stopped.abort(new DOMException('stopped', 'AbortError'));
    this.#endRun?.('');
    this.#end();
  }

  /** What was booked is of interest for a while after Stop. */
  forget() {
    this.#bookings.stop();
  }

  #end() {
    this.#player?.destroy();
    this.#player = undefined;
    this.grants.close();
  }

  async #whenLive() {
    for (;;) {
      try {
        const stream = this.#known ?? (await this.#controlPlane.stream(this.id));
        this.#known = undefined;
        if (stream.live) {
          this.grants.current(this.#stopped.signal).catch(() => {}); // asked for while the key is read
          if (this.#phase === 'source-gone') this.journal.add('good', 'The source is sending again.');
          return await this.#checkerFor(stream);
        }
        this.stream = stream;
        this.#become('source-gone', 'The source is not sending now. It goes on as soon as it does.');
      } catch (e) {
        if (this.#stopped.signal.aborted) throw e;
        if (e instanceof Problem && e.status === 404) {
          this.#become('source-gone', 'There is no such stream at the moment.');
        } else if (e instanceof Problem || !this.#controlPlane.reachable) {
          this.#become('waiting', 'The control plane cannot be reached; asking again.');
        } else {
          throw e;
        }
      }
      await sleep(ASK_SOURCE_MILLIS, this.#stopped.signal);
    }
  }

  /** @param {Record<string, any>} stream */
  async #checkerFor(stream) {
    const rendition = stream.renditions?.[0]?.name;
    if (rendition === undefined) throw new Error('This stream has no rendition to play.');
    const key = await importKey(stream.manifestKey);
    const printed = await fingerprint(stream.manifestKey);
    if (this.keyFingerprint !== '' && this.keyFingerprint !== printed) {
      this.journal.add('bad', `The source signs with another key than before: ${printed}.`);
    }
    this.stream = stream;
    this.keyFingerprint = printed;
    return new ManifestChecker(key, this.id, rendition);
  }

  /**
   * @param {ManifestChecker} checker
   * @returns {Promise<string>} why it ended
   */
  async #play(checker) {
    this.#phase = 'playing';
    this.#figures.restart();
    this.#lastMediaMillis = performance.now();
    const fetcher = new MediaFetcher({
      grants: this.grants,
      checker,
      report: (found) => this.#controlPlane.report(found),
      tell: (event) => this.#hear(event),
      bandwidthBps: this.stream?.renditions?.[0]?.bandwidthBps ?? 2_500_000,
    });
    const ended = new Promise((resolve) => {
      this.#endRun = resolve;
    });
    const media = new ReadAhead({ fetcher, stream: this.stream ?? { id: this.id } });
    this.#player = this.#createPlayer({
      video: this.#video,
      url: playlistUrl(this.id),
      media,
      onFatal: (/** @type {string} */ why) => this.#endRun?.(why),
    });
    const ticking = this.#tickUntilEnded();
    const why = await ended;
    this.#endRun = undefined;
    this.#player?.destroy();
    this.#player = undefined;
    media.close();
    await ticking;
    return why;
  }

  async #tickUntilEnded() {
    let askedMillis = 0;
    while (this.#endRun !== undefined) {
      await sleep(TICK_MILLIS);
      const silentMillis = performance.now() - this.#lastMediaMillis;
      if (this.#endRun === undefined || this.#video.paused || silentMillis < SILENT_MILLIS) continue;
      if (performance.now() - askedMillis < ASK_SOURCE_MILLIS) continue;
      askedMillis = performance.now();
      if (!(await this.#sourceIsLive())) {
        this.#become('source-gone', 'The source has stopped sending. It goes on as soon as it does.');
        this.#endRun?.('');
      } else if (silentMillis > MUTE_MILLIS && this.grants.held !== undefined) {
        this.grants.replace(this.grants.held, { why: 'nothing comes from it', leave: 'for-now' });
        this.#endRun?.('nothing came for a while');
      }
    }
  }

  async #sourceIsLive() {
    try {
      return (await this.#controlPlane.stream(this.id)).live === true;
    } catch (e) {
      return !(e instanceof Problem && e.status === 404);
    }
  }

  /**
   * @param {string} phase
   * @param {string} text
   */
  #become(phase, text) {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.journal.add('bad', text);
  }

  /** @param {{type: string, [field: string]: any}} event */
  #hear(event) {
    if (event.type === 'checked') {
      this.partsVerified++;
      this.#lastMediaMillis = performance.now();
      return;
    }
    if (event.type === 'refused') this.partsRefused++;
    this.journal.note(event);
  }
}
