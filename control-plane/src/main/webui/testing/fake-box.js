import { createHash } from 'node:crypto';
import { Grant } from 'skyv-client';

const DOMAIN = Buffer.from('skyv-receipt-v1');

/**
 * A box as docs/protocol.md has it, as far as a viewer meets one: takes grants and receipts, serves what is paid out of a
 * `programme`, and can be told to misbehave.
 */
export class FakeBox {
  /** @type {Map<string, {grant: Grant, paidIndex: number, paidValue: string, servedBytes: number}>} */
  accounts = new Map();
  /** Paths that were asked for, in order. @type {string[]} */
  asked = [];
  /** Wrong turns a test may take. @type {{body?: (path: string, body: Buffer) => Buffer, answer?: (path: string) => object | undefined}} */
  mischief = {};

  /**
   * @param {string} id
   * @param {{media(path: string): Promise<{body: Buffer, header: string} | undefined>, playlist(path: string, query: URLSearchParams): Promise<string | undefined>}} programme
   */
  constructor(id, programme) {
    this.id = id;
    this.programme = programme;
    this.nowMillis = () => Date.now();
  }

  /**
   * @param {string} path
   * @param {URLSearchParams} query
   * @returns {Promise<{status: number, headers?: Record<string, string>, body?: Buffer | string}>}
   */
  async answer(path, query) {
    this.asked.push(path);
    const mischief = this.mischief.answer?.(path);
    if (mischief !== undefined) return mischief;
    const account = this.#account(query);
    if (account === undefined) return problem(401, 'grant-missing');
    if ('status' in account) return account;
    const refusal = this.#pay(account, query);
    if (refusal !== undefined) return refusal;
    if (path.endsWith('.m3u8')) {
      const text = await this.programme.playlist(path, query);
      if (text === undefined) return problem(503, 'not-ready');
      return { status: 200, headers: { 'content-type': 'application/vnd.apple.mpegurl' }, body: text };
    }
    const media = await this.programme.media(path);
    if (media === undefined) return problem(404, 'not-found');
    return this.#serve(account, path, media);
  }

  #account(query) {
    const token = query.get('grant');
    if (token !== null) {
      const grant = new Grant(token);
      if (grant.box !== this.id) return problem(403, 'grant-wrong-box');
      if (!this.accounts.has(grant.id)) {
        this.accounts.set(grant.id, { grant, paidIndex: 0, paidValue: grant.anchor, servedBytes: 0 });
      }
      return this.#unexpired(this.accounts.get(grant.id));
    }
    const account = this.accounts.get(query.get('g') ?? '');
    return account === undefined ? undefined : this.#unexpired(account);
  }

  #unexpired(account) {
    return BigInt(Math.floor(this.nowMillis())) >= account.grant.expiresAtMillis ? problem(403, 'grant-expired') : account;
  }

  #pay(account, query) {
    const [index, value] = [Number(query.get('i') ?? 0), query.get('w') ?? ''];
    if (index <= account.paidIndex) return undefined;
    let hashed = Buffer.from(value, 'hex');
    for (let i = index; i > account.paidIndex; i--) hashed = createHash('sha256').update(DOMAIN).update(hashed).digest();
    if (index > account.grant.units || hashed.toString('hex') !== account.paidValue) return problem(403, 'receipt-invalid');
    account.paidIndex = index;
    account.paidValue = value;
    return undefined;
  }

  #serve(account, path, { body, header }) {
    const after = account.servedBytes + body.length;
    const due = account.grant.dueIndex(BigInt(after));
    if (BigInt(after) > account.grant.maxBytes) return problem(403, 'grant-used-up');
    if (due > account.paidIndex) return problem(402, 'payment-due', { due, paid: account.paidIndex });
    account.servedBytes = after;
    return {
      status: 200,
      headers: { 'content-type': 'video/mp4', 'skyv-manifest': header },
      body: this.mischief.body?.(path, body) ?? body,
    };
  }
}

/** @param {number} status */
export function problem(status, code, more = {}) {
  const fields = { type: `urn:skyv:problem:${code}`, title: code, status, detail: `${code}.`, code, ...more };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(fields) };
}
