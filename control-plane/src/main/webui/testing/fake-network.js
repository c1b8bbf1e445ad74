import { Signer } from '../../../../../proto/client-js/testing/signing.js';
import { ControlPlane } from '../src/watch/control-plane.js';
import { FakeBox } from './fake-box.js';
import { FakeControlPlane } from './fake-control-plane.js';

export const STREAM = 'box-a.camera';
const CONTROL = 'http://control.test';

/**
 * A control plane and two boxes that can be reached by `fetch`, without a socket. The programme is an init segment and
 * segments of three parts, each body of `bodyBytes`, signed and chained as a source does.
 */
export class FakeNetwork {
  static async create({ bodyBytes = 40_000 } = {}) {
    const [source, control] = [await Signer.create(), await Signer.create()];
    return new FakeNetwork(source, control, await Programme.create(source, bodyBytes));
  }

  constructor(source, control, programme) {
    this.source = source;
    this.programme = programme;
    this.boxes = ['box-b', 'box-a'].map((id) => new FakeBox(id, programme));
    this.control = new FakeControlPlane(
      control,
      { id: STREAM, title: 'Camera', manifestKey: source.spki, box: 'box-a' },
      this.boxes.map((box) => ({ box, url: `http://${box.id}.test` })),
    );
    /** Hosts that do not answer. */
    this.down = new Set();
    /** Every URL fetched, in order. @type {string[]} */
    this.fetched = [];
    this.controlPlane = new ControlPlane(CONTROL, this.fetch);
  }

  fetch = async (url, { method = 'GET', body, signal } = {}) => {
    signal?.throwIfAborted();
    this.fetched.push(String(url));
    const { origin, hostname, pathname, searchParams } = new URL(url);
    if (this.down.has(hostname) || (origin === CONTROL && this.control.away)) throw new TypeError('fetch failed');
    const box = this.boxes.find(({ id }) => hostname === `${id}.test`);
    const answer = box === undefined ? await this.control.answer(method, pathname, body && JSON.parse(body)) : await box.answer(pathname, searchParams);
    signal?.throwIfAborted();
    return new Response(answer.body ?? null, { status: answer.status, headers: answer.headers });
  };
}

class Programme {
  /** @type {Map<string, {body: Buffer, header: string}>} */
  items = new Map();

  static async create(source, bodyBytes) {
    const programme = new Programme();
    let previous;
    const add = async (name, fields) => {
      const body = Buffer.alloc(bodyBytes, name);
      const { header, hash } = await source.manifest({ stream: STREAM, rendition: 'main', previous, ...fields }, body);
      previous = hash;
      programme.items.set(`/v1/streams/${STREAM}/main/${name}`, { body, header });
    };
    await add('init-0.mp4', { kind: 'init', sequence: 0 });
    for (let sequence = 0; sequence < 8; sequence++) {
      for (let part = 0; part < 3; part++) await add(`${sequence}.${part}.m4s`, { kind: 'part', sequence, part, last: part === 2 });
    }
    return programme;
  }

  async media(path) {
    return this.items.get(path);
  }

  async playlist() {
    return '#EXTM3U\n';
  }
}
