const MEDIA = /^\/v1\/streams\/[^/]+\/[^/]+\/(?:init-(\d{1,10})\.mp4|(\d{1,19})\.m4s|(\d{1,19})\.(\d{1,10})\.m4s)$/;

/**
 * A host for the player that stands for whichever box serves at the moment, so that a change of box changes no URL. No
 * request ever goes there.
 */
export const ANY_BOX = 'http://any-box.invalid';

/** @param {string} stream */
export function playlistUrl(stream) {
  return `${ANY_BOX}/v1/streams/${encodeURIComponent(stream)}/index.m3u8`;
}

/**
 * Path and query of a URL that the player has out of a playlist, whatever host stands in it.
 *
 * @param {string} url
 */
export function pathOf(url) {
  const { pathname, search } = new URL(url);
  return { path: pathname, query: search.slice(1) };
}

/**
 * What a path of media stands for; undefined for any other.
 *
 * @param {string} path
 */
export function mediaAt(path) {
  const match = MEDIA.exec(path);
  if (match === null) return undefined;
  const [, epoch, whole, sequence, part] = match;
  if (epoch !== undefined) return /** @type {const} */ ({ kind: 'init', epoch: Number(epoch) });
  if (whole !== undefined) return /** @type {const} */ ({ kind: 'segment', sequence: BigInt(whole) });
  return /** @type {const} */ ({ kind: 'part', sequence: BigInt(sequence), part: Number(part) });
}
