/** Counts what a video element does: frames, and stalls after the picture first moved. */
export class VideoFigures {
  #video;
  #moved = false;
  #stalled = false;
  /** Frames of earlier runs: a video element counts from zero with each source. */
  #before = { decoded: 0, dropped: 0 };
  #now = { decoded: 0, dropped: 0 };

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.#video = video;
    this.stalls = 0;
    video.addEventListener('playing', () => {
      this.#moved = true;
      this.#stalled = false;
    });
    video.addEventListener('waiting', () => {
      if (!this.#moved || this.#stalled || video.seeking || video.paused) return;
      this.#stalled = true;
      this.stalls++;
    });
  }

  /** Whether the picture stands still for want of data. */
  get stalled() {
    return this.#stalled;
  }

  get moved() {
    return this.#moved;
  }

  /** A new run begins: what happens before its picture moves is no stall. */
  restart() {
    this.#moved = false;
    this.#stalled = false;
  }

  read() {
    const video = this.#video;
    this.#countFrames();
    return {
      widthPx: video.videoWidth,
      heightPx: video.videoHeight,
      decodedFrames: this.#before.decoded + this.#now.decoded,
      droppedFrames: this.#before.dropped + this.#now.dropped,
      bufferedSeconds: this.#bufferedSeconds(),
      stalls: this.stalls,
    };
  }

  #countFrames() {
    const { totalVideoFrames: decoded = 0, droppedVideoFrames: dropped = 0 } = this.#video.getVideoPlaybackQuality?.() ?? {};
    if (decoded < this.#now.decoded) {
      this.#before = { decoded: this.#before.decoded + this.#now.decoded, dropped: this.#before.dropped + this.#now.dropped };
    }
    this.#now = { decoded, dropped };
  }

  #bufferedSeconds() {
    const { buffered, currentTime } = this.#video;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= currentTime + 0.1 && currentTime < buffered.end(i)) return buffered.end(i) - currentTime;
    }
    return 0;
  }
}
