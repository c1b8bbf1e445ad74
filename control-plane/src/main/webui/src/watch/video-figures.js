/** Counts what a video element does: frames, and stalls after the picture first moved. */
export class VideoFigures {
  #video;
  #moved = false;
  #stalled = false;

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
    const { totalVideoFrames = 0, droppedVideoFrames = 0 } = video.getVideoPlaybackQuality?.() ?? {};
    return {
      widthPx: video.videoWidth,
      heightPx: video.videoHeight,
      decodedFrames: totalVideoFrames,
      droppedFrames: droppedVideoFrames,
      bufferedSeconds: this.#bufferedSeconds(),
      stalls: this.stalls,
    };
  }

  #bufferedSeconds() {
    const { buffered, currentTime } = this.#video;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= currentTime + 0.1 && currentTime < buffered.end(i)) return buffered.end(i) - currentTime;
    }
    return 0;
  }
}
