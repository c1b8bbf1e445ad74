/** Closer to what is wanted than this is as wanted: a pace that changes all the time is heard. */
const NEAR_SECONDS = 0.02;
const FAR_SECONDS = 0.08;
/** Up to a tenth faster, whose pitch the browser corrects; slower only a little, for what was lost to the network. */
const FASTEST = 1.1;
const FAST = 1.05;
const SLOW = 0.95;
const HURRY_SECONDS = 0.3;
/** Playlists that are looked at together: of those the one that came the shortest way tells the distance. */
const SAMPLES = 5;
/** Media left when a new part is announced, in seconds: with less the next hiccup is a stall. */
const LOW_WATER_SECONDS = 0.08;
const MORE_AFTER_LOW_WATER_SECONDS = 0.05;
const MORE_AFTER_STALL_SECONDS = 0.2;
const MOST_MORE_SECONDS = 2;
const CALM_MILLIS = 10_000;
const LESS_WHEN_CALM = 0.2;
const LEAST_LESS_SECONDS = 0.05;

/**
 * Keeps a picture at its distance to the live edge by playing a little faster or slower, and learns what distance the network
 * allows: PART-HOLD-BACK where all is well, more after a stall or when the buffer nearly ran dry, and less again in calm
 * weather. hls.js' own control does nothing while there is less than a second in the buffer, which is always.
 */
export class Pace {
  #lags = [];
  #moreSeconds = 0;
  #sinceMillis = 0;
  #rate = 1;

  /**
   * How far behind the live edge to play.
   *
   * @param {number} partHoldBackSeconds
   */
  targetSeconds(partHoldBackSeconds) {
    return partHoldBackSeconds + this.#moreSeconds;
  }

  /** The picture stood still for want of media. */
  stalled(/** @type {number} */ nowMillis) {
    this.#needMore(MORE_AFTER_STALL_SECONDS, nowMillis);
    this.#lags = [];
  }

  /**
   * A playlist came that has something new.
   *
   * @param {{lagSeconds: number, bufferedSeconds: number, partHoldBackSeconds: number, nowMillis: number}} seen `lagSeconds`:
   *     from the end of the newest part to what is on the screen
   * @returns {number} the speed to play at
   */
  next({ lagSeconds, bufferedSeconds, partHoldBackSeconds, nowMillis }) {
    this.#lags = [...this.#lags.slice(1 - SAMPLES), lagSeconds];
    const off = () => Math.max(...this.#lags) - this.targetSeconds(partHoldBackSeconds);
    if (bufferedSeconds >= LOW_WATER_SECONDS) this.#calm(nowMillis);
    // Who is nearer than wanted is dropping back already, and must not be sent back once more for the same shortage.
    else if (off() > -NEAR_SECONDS) this.#needMore(MORE_AFTER_LOW_WATER_SECONDS, nowMillis);
    const offSeconds = off();
    const near = Math.abs(offSeconds) < NEAR_SECONDS || Math.sign(offSeconds) !== Math.sign(this.#rate - 1);
    if (this.#rate !== 1 && !near) {
      if (offSeconds > 0) this.#rate = offSeconds > HURRY_SECONDS ? FASTEST : FAST;
      return this.#rate;
    }
    if (offSeconds > FAR_SECONDS) this.#rate = offSeconds > HURRY_SECONDS ? FASTEST : FAST;
    else this.#rate = offSeconds < -FAR_SECONDS ? SLOW : 1;
    return this.#rate;
  }

  /**
   * @param {number} seconds
   * @param {number} nowMillis
   */
  #needMore(seconds, nowMillis) {
    this.#moreSeconds = Math.min(MOST_MORE_SECONDS, this.#moreSeconds + seconds);
    this.#sinceMillis = nowMillis;
  }

  /** @param {number} nowMillis */
  #calm(nowMillis) {
    if (this.#moreSeconds === 0 || nowMillis - this.#sinceMillis < CALM_MILLIS) return;
    this.#moreSeconds = Math.max(0, this.#moreSeconds - Math.max(LEAST_LESS_SECONDS, LESS_WHEN_CALM * this.#moreSeconds));
    this.#sinceMillis = nowMillis;
  }
}
