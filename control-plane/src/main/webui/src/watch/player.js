import Hls from 'hls.js/light';
import { loadersFor } from './hls-loaders.js';
import { Pace } from './pace.js';

const MEDIA_RECOVERIES = 2;

/** What hls.js is told; the rest are its defaults. */
const SETTINGS = {
  lowLatencyMode: true,
  backBufferLength: 20,
  maxBufferLength: 10,
  // The pace and what a stall changes are Pace's.
  maxLiveSyncPlaybackRate: 1,
  liveSyncOnStallIncrease: 0,
  // The first part is asked for while the browser still opens the media source.
  startFragPrefetch: true,
};
/** Behind by more than three segments, as after a laptop's sleep: jump. */
const JUMP_AT_SEGMENTS = 3.5;

export function canPlay() {
  return Hls.isSupported();
}

/** hls.js on a video element, for one run from start to a fatal fault. */
export class Player {
  #hls;
  #video;
  #pace = new Pace();
  #recoveries = 0;
  #moved = false;
  #targetSeconds = 0;
  #listening = new AbortController();

  /**
   * @param {{video: HTMLVideoElement, url: string, media: import('./read-ahead.js').ReadAhead,
   *     onFatal: (why: string) => void}} needs
   */
  constructor({ video, url, media, onFatal }) {
    this.#video = video;
    this.#hls = new Hls({ ...SETTINGS, ...loadersFor(media) });
    // Only here: among the settings it would want liveSyncDurationCount too, which would push PART-HOLD-BACK aside.
    this.#hls.config.liveMaxLatencyDurationCount = JUMP_AT_SEGMENTS;
    this.#hls.on(Hls.Events.ERROR, (_, data) => {
      if (!data.fatal) return;
      if (data.type === Hls.ErrorTypes.MEDIA_ERROR && this.#recoveries++ < MEDIA_RECOVERIES) this.#hls.recoverMediaError();
      else onFatal(data.error?.message ?? data.details);
    });
    this.#hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => this.#keepPace(details));
    this.#hls.on(Hls.Events.MANIFEST_PARSED, () => video.play().catch(() => {}));
    const { signal } = this.#listening;
    video.addEventListener('playing', () => (this.#moved = true), { signal });
    video.addEventListener('waiting', () => this.#stalled(), { signal });
    this.#hls.loadSource(url);
    this.#hls.attachMedia(video);
  }

  #stalled() {
    if (this.#moved && !this.#video.seeking && !this.#video.paused) this.#pace.stalled(performance.now());
  }

  /** @param {import('hls.js').LevelDetails} details */
  #keepPace({ edge, partHoldBack, advanced }) {
    const video = this.#video;
    if (partHoldBack === 0) return;
    if (advanced && this.#moved && !video.paused && !video.seeking) {
      const { buffered, currentTime } = video;
      video.playbackRate = this.#pace.next({
        lagSeconds: edge - currentTime,
        bufferedSeconds: buffered.length === 0 ? 0 : buffered.end(buffered.length - 1) - currentTime,
        partHoldBackSeconds: partHoldBack,
        nowMillis: performance.now(),
      });
    }
    const targetSeconds = this.#pace.targetSeconds(partHoldBack);
    if (targetSeconds === this.#targetSeconds) return;
    this.#targetSeconds = targetSeconds;
    this.#hls.targetLatency = targetSeconds;
  }

  /** Distance to the live edge, as hls.js reckons it; undefined before there is one. */
  get latencySeconds() {
    const { latency } = this.#hls;
    return latency > 0 ? latency : undefined;
  }

  /** Back to the live edge, as after a pause. */
  toLiveEdge() {
    const position = this.#hls.liveSyncPosition;
    if (position !== null && position - this.#video.currentTime > 1) this.#video.currentTime = position;
  }

  destroy() {
    this.#listening.abort();
    this.#hls.destroy();
    this.#video.playbackRate = 1;
  }
}
