import { costMicros } from 'skyv-client';
import { problem } from './fake-box.js';

/** A control plane as docs/protocol.md has it, as far as a viewer meets one. It knows its boxes in order of preference. */
export class FakeControlPlane {
  /** Everything that was reported. @type {{grant: string, resource: string, reason: string}[]} */
  reports = [];
  /** Grants given, the newest last. @type {{id: string, box: string, maxBytes: number}[]} */
  granted = [];
  away = false;
  live = true;
  lifeMillis = 600_000;
  pricePerGiBMicros = 1_500_000;

  /**
   * @param {import('../../../../../proto/client-js/testing/signing.js').Signer} signer of grants
   * @param {{id: string, title: string, manifestKey: string, box: string}} stream
   * @param {{box: import('./fake-box.js').FakeBox, url: string}[]} boxes
   */
  constructor(signer, stream, boxes) {
    this.signer = signer;
    this.stream = stream;
    this.boxes = boxes;
    this.nowMillis = () => Date.now();
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {any} body
   */
  async answer(method, path, body) {
    const { id } = this.stream;
    if (method === 'GET' && path === '/v1/streams') return json({ streams: [this.#stream()] });
    if (method === 'GET' && path === `/v1/streams/${id}`) return json(this.#stream());
    if (method === 'POST' && path === `/v1/streams/${id}/grants`) return this.#grant(body);
    if (method === 'GET' && path.startsWith('/v1/grants/')) return this.#booked(path.split('/')[3]);
    if (method === 'POST' && path === '/v1/reports') {
      this.reports.push(body);
      return { status: 202 };
    }
    return problem(404, 'not-found');
  }

  #stream() {
    const rendition = { name: 'main', bandwidthBps: 1_500_000, codecs: 'avc1.42c01e,mp4a.40.2', widthPx: 640, heightPx: 360, frameRate: 30 };
    return { ...this.stream, live: this.live, payer: 'broadcaster', sponsored: true, pricePerGiBMicros: this.pricePerGiBMicros, renditions: [rendition] };
  }

  async #grant({ maxBytes, anchor, avoid = [] }) {
    const chosen = this.boxes.find(({ box }) => !avoid.includes(box.id));
    if (chosen === undefined) return problem(503, 'no-box');
    const id = `00000000${String(this.granted.length + 1).padStart(24, '0')}`;
    const now = Math.floor(this.nowMillis());
    const fields = {
      id, payer: 'broadcaster', box: chosen.box.id, stream: this.stream.id, rendition: 'main', maxBytes, anchor,
      pricePerGiBMicros: this.pricePerGiBMicros, issuedAtMillis: now, expiresAtMillis: now + this.lifeMillis,
    };
    this.granted.push({ id, box: chosen.box.id, maxBytes });
    const units = Math.ceil(maxBytes / 65_536);
    const grant = await this.signer.grant(fields);
    return json({ ...fields, grant, url: chosen.url, unitBytes: 65_536, units, protocolFeePpm: 20_000, expiresAt: new Date(now + this.lifeMillis).toISOString() }, 201);
  }

  #booked(id) {
    const box = this.boxes.map((known) => known.box).find((known) => known.accounts.has(id));
    const account = box?.accounts.get(id);
    if (account === undefined) return problem(404, 'unknown-grant');
    const settledBytes = Number(account.grant.paidBytes(account.paidIndex));
    const paidMicros = Number(costMicros(settledBytes, account.grant.pricePerGiBMicros));
    const burnedMicros = Math.ceil((paidMicros * 20_000) / 1_000_000);
    return json({ id, box: box.id, owner: `owner-of-${box.id}`, settledBytes, paidMicros, burnedMicros, earnedMicros: paidMicros - burnedMicros, state: 'open' });
  }
}

function json(value, status = 200) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
