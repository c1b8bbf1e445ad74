import { Problem } from 'skyv-client';

const TIMEOUT_MILLIS = 8_000;

/** The control plane did not answer at all. */
export class UnreachableError extends Error {
  constructor() {
    super('the control plane cannot be reached');
    this.name = 'UnreachableError';
  }
}

/** The control plane's REST interface, as far as a viewer needs it (docs/protocol.md). Refusals are {@link Problem}s. */
export class ControlPlane {
  #origin;
  #fetch;

  /**
   * @param {string} origin without a slash at the end
   * @param {typeof fetch} [fetcher]
   */
  constructor(origin, fetcher = (...request) => fetch(...request)) {
    this.#origin = origin;
    this.#fetch = fetcher;
    /** Whether the last request was answered. */
    this.reachable = true;
  }

  async streams() {
    return (await this.#call('GET', '/v1/streams')).streams;
  }

  /** @param {string} id */
  stream(id) {
    return this.#call('GET', `/v1/streams/${encodeURIComponent(id)}`);
  }

  /**
   * @param {string} stream
   * @param {{rendition?: string, maxBytes: number, anchor: string, avoid: string[]}} wish
   */
  requestGrant(stream, wish) {
    return this.#call('POST', `/v1/streams/${encodeURIComponent(stream)}/grants`, wish);
  }

  /** @param {string} id */
  grant(id) {
    return this.#call('GET', `/v1/grants/${encodeURIComponent(id)}`);
  }

  /** @param {{grant: string, resource: string, reason: string}} found what was wrong with the box of that grant */
  report(found) {
    return this.#call('POST', '/v1/reports', found);
  }

  /** @param {string} stream */
  plainUrl(stream) {
    return `${this.#origin}/v1/streams/${encodeURIComponent(stream)}/plain.m3u8`;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   */
  async #call(method, path, body) {
    const response = await this.#answer(path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    if (!response.ok) throw await Problem.of(response);
    const text = await response.text();
    return text === '' ? {} : JSON.parse(text);
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   */
  async #answer(path, request) {
    try {
      const response = await this.#fetch(this.#origin + path, request);
      this.reachable = true;
      return response;
    } catch {
      this.reachable = false;
      throw new UnreachableError();
    }
  }
}
