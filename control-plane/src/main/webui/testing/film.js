import { spawnSync } from 'node:child_process';
import { STREAM } from './fake-network.js';

const PARTS_PER_SEGMENT = 6;
const PART_MICROS = 333_333n;
// As a box lists them.
const LISTED_SEGMENTS = 8;
const SEGMENTS_WITH_PARTS = 4;

/** A picture with a clock and a tone, cut as a box cuts it, signed, and sent in real time from `start` on. */
export class Film {
  /**
   * @param {import('../../../../../proto/client-js/testing/signing.js').Signer} source
   * @param {number} lengthSeconds
   */
  static async make(source, lengthSeconds) {
    const file = encode(lengthSeconds);
    const [head, ...fragments] = cut(file);
    const film = new Film();
    let previous;
    const sign = async (fields, body) => {
      const { header, hash } = await source.manifest({ stream: STREAM, rendition: 'main', ...fields }, body);
      return { body, header, hash };
    };
    film.init = await sign({ kind: 'init', sequence: 0, durationMicros: 2_000_000 }, head);
    previous = film.init.hash;
    for (const [i, body] of fragments.entries()) {
      const [sequence, part] = [Math.floor(i / PARTS_PER_SEGMENT), i % PARTS_PER_SEGMENT];
      const startMicros = BigInt(i) * PART_MICROS;
      const last = part === PARTS_PER_SEGMENT - 1;
      const item = await sign({ kind: 'part', sequence, part, last, independent: part === 0, startMicros, durationMicros: PART_MICROS, previous }, body);
      previous = item.hash;
      film.parts.push(item);
    }
    for (let sequence = 0, before; (sequence + 1) * PARTS_PER_SEGMENT <= film.parts.length; sequence++) {
      const body = Buffer.concat(film.parts.slice(sequence * PARTS_PER_SEGMENT, (sequence + 1) * PARTS_PER_SEGMENT).map((p) => p.body));
      const item = await sign({ kind: 'segment', sequence, durationMicros: 2_000_000, previous: before }, body);
      before = item.hash;
      film.segments.push(item);
    }
    return film;
  }

  init;
  parts = [];
  segments = [];
  startedMillis = 0;

  start() {
    // As if it had been running for a while.
    this.startedMillis = Date.now() - 10_000;
  }

  /** Parts that are there by now. */
  get #count() {
    return Math.min(this.parts.length, Math.floor(((Date.now() - this.startedMillis) * 1_000) / Number(PART_MICROS)));
  }

  async media(path) {
    const name = path.split('/').at(-1);
    if (name === 'init-0.mp4') return this.init;
    const [sequence, part] = name.split('.').slice(0, 2);
    if (part === 'm4s') return (Number(sequence) + 1) * PARTS_PER_SEGMENT <= this.#count ? this.segments[Number(sequence)] : undefined;
    const index = Number(sequence) * PARTS_PER_SEGMENT + Number(part);
    return index < this.#count ? this.parts[index] : undefined;
  }

  async playlist(path, query) {
    if (path.endsWith(`${STREAM}/index.m3u8`)) {
      return '#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-STREAM-INF:BANDWIDTH=1500000,CODECS="avc1.42c01e,mp4a.40.2",RESOLUTION=640x360\nmain/index.m3u8\n';
    }
    const wanted = query.has('_HLS_msn') ? Number(query.get('_HLS_msn')) * PARTS_PER_SEGMENT + Number(query.get('_HLS_part') ?? PARTS_PER_SEGMENT - 1) + 1 : 0;
    const until = Date.now() + 8_000;
    while (this.#count < wanted) {
      if (Date.now() > until) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.#written();
  }

  #written() {
    const count = this.#count;
    const newest = Math.ceil(count / PARTS_PER_SEGMENT) - 1;
    const first = Math.max(0, newest + 1 - LISTED_SEGMENTS);
    const lines = [
      '#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-TARGETDURATION:2', '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.05',
      '#EXT-X-PART-INF:PART-TARGET=0.35', `#EXT-X-MEDIA-SEQUENCE:${first}`, '#EXT-X-DISCONTINUITY-SEQUENCE:0', '#EXT-X-MAP:URI="init-0.mp4"',
    ];
    for (let sequence = first; sequence <= newest; sequence++) {
      const parts = Math.min(PARTS_PER_SEGMENT, count - sequence * PARTS_PER_SEGMENT);
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(this.startedMillis + sequence * 2_000).toISOString()}`);
      if (sequence > newest - SEGMENTS_WITH_PARTS) {
        for (let part = 0; part < parts; part++) lines.push(`#EXT-X-PART:DURATION=0.33333,URI="${sequence}.${part}.m4s"${part === 0 ? ',INDEPENDENT=YES' : ''}`);
      }
      if (parts === PARTS_PER_SEGMENT) lines.push('#EXTINF:2.0,', `${sequence}.m4s`);
    }
    lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${Math.floor(count / PARTS_PER_SEGMENT)}.${count % PARTS_PER_SEGMENT}.m4s"`);
    return `${lines.join('\n')}\n`;
  }
}

/** @param {number} seconds */
function encode(seconds) {
  const { stdout, status, stderr } = spawnSync(
    'ffmpeg',
    [
      '-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=30:duration=${seconds}`, '-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`,
      '-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', 'baseline', '-pix_fmt', 'yuv420p', '-b:v', '1200k', '-g', '60', '-keyint_min', '60', '-sc_threshold', '0',
      '-c:a', 'aac', '-b:a', '96k', '-movflags', 'cmaf+empty_moov+default_base_moof+frag_custom', '-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-frag_duration', '333333', '-f', 'mp4', '-',
    ],
    { maxBuffer: 2 ** 30 },
  );
  if (status !== 0) throw new Error(`ffmpeg: ${stderr}`);
  return stdout;
}

/** The init segment, then each moof with its mdat. @param {Buffer} file */
function cut(file) {
  const pieces = [[]];
  for (let at = 0; at < file.length; ) {
    const size = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'mfra') break;
    if (type === 'moof') pieces.push([]);
    pieces.at(-1).push(file.subarray(at, at + size));
    at += size;
  }
  return pieces.map((boxes) => Buffer.concat(boxes));
}
