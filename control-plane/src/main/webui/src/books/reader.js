const TIMEOUT_MILLIS = 8_000;

/** What the control plane said of a question that it could not answer. */
export class Refused extends Error {
  /** @param {{detail?: string, code?: string}} problem */
  constructor(problem) {
    super(problem.detail ?? 'the control plane refused');
    this.code = problem.code ?? 'unknown';
  }
}

/** The books by REST (docs/protocol.md); `undefined` for what there is not. */
export class Reader {
  #fetch;

  /** @param {typeof fetch} [fetcher] */
  constructor(fetcher = (...request) => fetch(...request)) {
    this.#fetch = fetcher;
  }

  ledger() {
    return this.#get('/v1/ledger');
  }

  /** The newest one, or the one with this number. @param {number} [number] */
  async round(number) {
    if (number !== undefined) return this.#get(`/v1/rounds/${number}`);
    return (await this.#get('/v1/rounds?limit=1')).rounds[0];
  }

  /** @param {number} round */
  async standings(round) {
    return (await this.#get(`/v1/rounds/${round}/standings?limit=200`)).standings;
  }

  async boxes() {
    return (await this.#get('/v1/ledger/boxes?limit=200')).boxes;
  }

  async accounts() {
    return (await this.#get('/v1/accounts?limit=200')).accounts;
  }

  /** @param {number} [before] */
  async blocks(before) {
    return (await this.#get(`/v1/blocks?limit=12${before === undefined ? '' : `&before=${before}`}`)).blocks;
  }

  /** What it has free, what is bonded, and what is on its way out. @param {string} id */
  async account(id) {
    const path = `/v1/accounts/${encodeURIComponent(id)}`;
    const [account, { positions }, { locks }] = await Promise.all([
      this.#get(path),
      this.#get(`${path}/positions`),
      this.#get(`${path}/locks`),
    ]);
    return { ...account, positions, locks };
  }

  /** @param {string} id @param {string} [before] */
  movements(id, before) {
    return this.#get(`/v1/accounts/${encodeURIComponent(id)}/movements?limit=20${before === undefined ? '' : `&before=${before}`}`);
  }

  /** @param {string} path */
  async #get(path) {
    const response = await this.#fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MILLIS), headers: { accept: 'application/json' } });
    const body = await response.json();
    if (!response.ok) throw new Refused(body);
    return body;
  }
}
