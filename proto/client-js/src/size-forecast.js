const REMEMBERED = 12;
const HEADROOM = 1.1;

/** How large the next body will be at most, by the last ones of its kind. */
export class SizeForecast {
  /** @type {Map<string, number[]>} */
  #sizes = new Map();

  /**
   * @param {string} kind
   * @param {number} fallbackBytes while none is known
   */
  expect(kind, fallbackBytes) {
    const sizes = this.#sizes.get(kind);
    return sizes === undefined ? fallbackBytes : Math.ceil(Math.max(...sizes) * HEADROOM);
  }

  /**
   * @param {string} kind
   * @param {number} bytes
   */
  learn(kind, bytes) {
    const sizes = this.#sizes.get(kind) ?? [];
    this.#sizes.set(kind, [...sizes.slice(1 - REMEMBERED), bytes]);
  }
}
