import { beginning, pathIn, read } from './media-playlist.js';
import { multivariant } from './multivariant.js';
import { mediaAt } from './resource.js';
import { unlessAborted } from './timing.js';

/** Parts asked for at once at the start: what lies between two keyframes of a few seconds. */
const MAX_AT_FIRST = 40;
/** With so many that the player has not asked for it has paused, or is elsewhere: no more is asked for, and paid, ahead. */
const MAX_UNASKED = 3;

/**
 * Asks for what the player is about to ask for. At the start that is the media playlist, and all that it takes to show a
 * picture at once; from then on the part that each playlist hints at, which waits at the box until it exists and so is here
 * when the player reads that it does. Everything is had, paid and checked by the fetcher, in the order of the stream.
 */
export class ReadAhead {
  #fetcher;
  #stream;
  #mediaPath;
  #closed = new AbortController();
  /** @type {Promise<{text: string, ageSeconds: number}> | undefined} */
  #first;
  /** @type {Map<string, Promise<ArrayBuffer>>} by path */
  #held = new Map();
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /**
   * @param {{fetcher: Pick<import('./media-fetcher.js').MediaFetcher, 'playlist' | 'media'>,
   *     stream: Record<string, any>}} needs `stream` as the control plane has it
   */
  constructor({ fetcher, stream }) {
    this.#fetcher = fetcher;
    this.#stream = stream;
    const path = `/v1/streams/${encodeURIComponent(stream.id)}`;
    this.multivariantPath = `${path}/index.m3u8`;
    this.#mediaPath = `${path}/${encodeURIComponent(stream.renditions?.[0]?.name ?? '')}/index.m3u8`;
    this.#first = this.#fetchPlaylist(this.#mediaPath, '', this.#closed.signal);
    this.#first.then(({ text }) => this.#begin(text)).catch(() => {});
  }

  /**
   * @param {string} path
   * @param {string} query
   * @param {AbortSignal} signal
   * @returns {Promise<{text: string, ageSeconds: number}>}
   */
  async playlist(path, query, signal) {
    if (path === this.multivariantPath) return { text: multivariant(this.#stream), ageSeconds: 0 };
    const first = path === this.#mediaPath && query === '' ? this.#first : undefined;
    this.#first = undefined;
    return first === undefined ? this.#fetchPlaylist(path, query, signal) : unlessAborted(first, signal);
  }

  /**
   * @param {string} path
   * @param {NonNullable<ReturnType<typeof mediaAt>>} asked
   * @param {{durationSeconds: number, signal: AbortSignal, onFirstByte?: () => void}} how
   * @returns {Promise<ArrayBuffer>}
   */
  async media(path, asked, how) {
    const held = this.#held.get(path);
    this.#held.delete(path);
    if (held === undefined) return this.#fetcher.media(path, asked, how);
    try {
      const body = await unlessAborted(held, how.signal);
      how.onFirstByte?.();
      return body;
    } catch {
      how.signal.throwIfAborted();
      return this.#fetcher.media(path, asked, how);
    }
  }

  close() {
    this.#closed.abort(new DOMException('stopped', 'AbortError'));
    this.#held.clear();
  }

  /**
   * @param {string} path
   * @param {string} query
   * @param {AbortSignal} signal
   */
  async #fetchPlaylist(path, query, signal) {
    const answer = await this.#fetcher.playlist(path, query, signal);
    const playlist = read(answer.text);
    this.#forgetAllBut(playlist);
    // Not at the start: what is there already comes first.
    if (query !== '' && this.#held.size < MAX_UNASKED) this.#askForHint(playlist);
    return answer;
  }

  /** @param {string} text */
  #begin(text) {
    const playlist = read(text);
    const { init, parts } = beginning(playlist, playlist.partHoldBackSeconds);
    if (init !== undefined) this.#ask(init, 0);
    for (const { uri, durationSeconds, independent } of parts.slice(0, MAX_AT_FIRST)) this.#ask(uri, durationSeconds, independent);
    this.#askForHint(playlist);
  }

  /** @param {ReturnType<typeof read>} playlist */
  #askForHint({ hint, partTargetSeconds }) {
    if (hint !== undefined) this.#ask(hint, partTargetSeconds);
  }

  /**
   * What is not listed any more the player will not ask for.
   *
   * @param {ReturnType<typeof read>} playlist
   */
  #forgetAllBut({ parts, hint = '' }) {
    const listed = new Set([hint, ...parts.flatMap(({ uri, init = '' }) => [uri, init])].map((uri) => pathIn(uri, this.#mediaPath)));
    for (const path of this.#held.keys()) if (!listed.has(path)) this.#held.delete(path);
  }

  /**
   * @param {string} uri in the media playlist
   * @param {number} durationSeconds
   * @param {boolean} [independent]
   */
  #ask(uri, durationSeconds, independent) {
    const path = pathIn(uri, this.#mediaPath);
    const asked = mediaAt(path);
    if (asked === undefined || this.#held.has(path) || this.#closed.signal.aborted) return;
    const after = this.#last;
    const body = this.#fetcher.media(path, asked, { durationSeconds, independent, signal: this.#closed.signal, after });
    this.#last = body.catch(() => {});
    this.#held.set(path, body);
  }
}
