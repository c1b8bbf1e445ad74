const NAME = /^[A-Za-z0-9._:-]{1,64}$/;
const CODECS = /^[A-Za-z0-9.,-]+$/;

/**
 * The multivariant playlist of a stream, made of what the control plane says of it: a box would say the same, one round trip
 * later.
 *
 * @param {Record<string, any>} stream
 */
export function multivariant({ renditions = [] }) {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-INDEPENDENT-SEGMENTS'];
  for (const { name, bandwidthBps, codecs, widthPx, heightPx, frameRate } of renditions) {
    if (!NAME.test(name)) continue;
    const attributes = [`BANDWIDTH=${Math.max(1, Number(bandwidthBps) || 1)}`];
    if (CODECS.test(codecs)) attributes.push(`CODECS="${codecs}"`);
    if (widthPx > 0 && heightPx > 0) attributes.push(`RESOLUTION=${Number(widthPx)}x${Number(heightPx)}`);
    if (frameRate > 0) attributes.push(`FRAME-RATE=${Number(frameRate).toFixed(3)}`);
    lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, `${name}/index.m3u8`);
  }
  return `${lines.join('\n')}\n`;
}
