import { pathOf } from './resource.js';

/**
 * What of a media playlist (RFC 8216bis §4.4) is worth knowing before the player has read it.
 *
 * @param {string} text
 */
export function read(text) {
  /** @type {{uri: string, durationSeconds: number, independent: boolean, init: string | undefined}[]} */
  const parts = [];
  let init;
  let hint;
  let partTargetSeconds = 0;
  let partHoldBackSeconds = 0;
  for (const line of text.split('\n')) {
    const uri = /URI="([^"]+)"/.exec(line)?.[1];
    if (line.startsWith('#EXT-X-MAP:')) init = uri;
    else if (line.startsWith('#EXT-X-PRELOAD-HINT:TYPE=PART,')) hint = uri;
    else if (line.startsWith('#EXT-X-PART-INF:')) partTargetSeconds = numberOf('PART-TARGET', line);
    else if (line.startsWith('#EXT-X-SERVER-CONTROL:')) partHoldBackSeconds = numberOf('PART-HOLD-BACK', line);
    else if (line.startsWith('#EXT-X-PART:') && uri !== undefined) {
      parts.push({ uri, durationSeconds: numberOf('DURATION', line), independent: line.includes('INDEPENDENT=YES'), init });
    }
  }
  return { parts, hint, init, partTargetSeconds, partHoldBackSeconds };
}

/**
 * What a player needs to begin so far behind the live edge: the init segment and the parts from the last place on where a
 * picture can be decoded.
 *
 * @param {ReturnType<typeof read>} playlist
 * @param {number} behindSeconds
 */
export function beginning({ parts, init }, behindSeconds) {
  let from = parts.length;
  for (let seconds = 0; from > 0 && seconds < behindSeconds; ) seconds += parts[--from].durationSeconds;
  while (from > 0 && !parts[from]?.independent) from--;
  const wanted = parts.slice(from);
  return { init: wanted[0]?.init ?? init, parts: wanted };
}

/**
 * The path of a URI in the playlist at `playlistPath`.
 *
 * @param {string} uri
 * @param {string} playlistPath
 */
export function pathIn(uri, playlistPath) {
  return pathOf(new URL(uri, `http://any-box.invalid${playlistPath}`).href).path;
}

/**
 * @param {string} attribute
 * @param {string} line
 */
function numberOf(attribute, line) {
  const value = Number(new RegExp(`[:,]${attribute}=([0-9.]+)`).exec(line)?.[1]);
  return Number.isFinite(value) ? value : 0;
}
