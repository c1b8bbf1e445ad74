import Hls from 'hls.js/light';
import { loadersFor } from './hls-loaders.js';

const MEDIA_RECOVERIES = 2;

/** What hls.js is told; the rest are its defaults. */
const SETTINGS = {
  lowLatencyMode: true,
  backBufferLength: 20,
  maxBufferLength: 10,
  // After a stall a little more distance, but not the whole second that is the default.
  liveSyncOnStallIncrease: 0.35,
  // Behind the target: catch up by playing up to a tenth faster, whose pitch the browser corrects.
  maxLiveSyncPlaybackRate: 1.1,
};
/** Behind by more than three segments, as after a laptop's sleep: jump. */
const JUMP_AT_SEGMENTS = 3.5;
/**
 * How much further from the live edge than the box's PART-HOLD-BACK (three parts) to play. hls.js plays faster only with more
 * than a second in the buffer, so at the very edge it would change its pace all the time, and stall at the first hiccup.
 */
const COMFORT_SECONDS = 0.4;

export function canPlay() {
  return Hls.isSupported();
}

/** hls.js on a video element, for one run from start to a fatal fault. */
export class Player {
  #hls;
  #video;
  #recoveries = 0;
  #partHoldBack = 0;

  /**
   * @param {{video: HTMLVideoElement, url: string, fetcher: import('./media-fetcher.js').MediaFetcher,
   *     onFatal: (why: string) => void}} needs
   */
  constructor({ video, url, fetcher, onFatal }) {
    this.#video = video;
    this.#hls = new Hls({ ...SETTINGS, ...loadersFor(fetcher) });
    // Only here: among the settings it would want liveSyncDurationCount too, which would push PART-HOLD-BACK aside.
    this.#hls.config.liveMaxLatencyDurationCount = JUMP_AT_SEGMENTS;
    this.#hls.on(Hls.Events.ERROR, (_, data) => {
      if (!data.fatal) return;
      if (data.type === Hls.ErrorTypes.MEDIA_ERROR && this.#recoveries++ < MEDIA_RECOVERIES) this.#hls.recoverMediaError();
      else onFatal(data.error?.message ?? data.details);
    });
    this.#hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => this.#keepDistance(details.partHoldBack));
    this.#hls.on(Hls.Events.MANIFEST_PARSED, () => video.play().catch(() => {}));
    this.#hls.loadSource(url);
    this.#hls.attachMedia(video);
  }

  /** @param {number} partHoldBack of the playlist, in seconds; it may change with the length of the parts */
  #keepDistance(partHoldBack) {
    if (partHoldBack === this.#partHoldBack || partHoldBack === 0) return;
    this.#partHoldBack = partHoldBack;
    this.#hls.targetLatency = partHoldBack + COMFORT_SECONDS;
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
    this.#hls.destroy();
  }
}
