import { html } from 'lit';
import { ChainStock } from '../watch/chain-stock.js';
import { ControlPlane } from '../watch/control-plane.js';
import { canPlay, Player } from '../watch/player.js';
import { snapshotOf } from '../watch/snapshot.js';
import { VideoFigures } from '../watch/video-figures.js';
import { DEFAULT_MAX_BYTES, Watch } from '../watch/watch.js';
import { Element } from './element.js';
import './events.js';
import './figures.js';
import './grants.js';
import './payment.js';
import './plain-url.js';
import './screen.js';
import './streams.js';
import { obstacle } from './obstacle.js';

const REFRESH_MILLIS = 250;
const LIST_MILLIS = 5_000;

/** Size of each grant: what the address says, or the usual. */
function grantBytes() {
  const asked = Number(new URLSearchParams(location.search).get('maxBytes'));
  return Number.isSafeInteger(asked) && asked > 0 ? asked : DEFAULT_MAX_BYTES;
}

/** The whole page: which streams there are, and the one that is watched. */
class App extends Element {
  static properties = { streams: { state: true }, snapshot: { state: true }, away: { state: true } };

  #controlPlane = new ControlPlane(location.origin);
  #wanted = new URLSearchParams(location.search).get('stream');
  /** @type {Watch | undefined} */
  #watch;
  #maxBytes = grantBytes();
  #chains = new ChainStock(this.#maxBytes);
  #video = document.createElement('video');
  #figures = new VideoFigures(this.#video);

  constructor() {
    super();
    this.streams = undefined;
    this.away = false;
    this.obstacle = obstacle({ secure: globalThis.crypto?.subtle !== undefined, playable: canPlay(), location });
    this.#refresh();
    // For tests and for the curious: what the page shows, to read and not to change.
    Object.defineProperty(window, 'skyv', { get: () => snapshotOf(this.#watch, this.#figures) });
    if (this.obstacle === undefined) {
      setInterval(() => this.#refresh(), REFRESH_MILLIS);
      this.#list();
    }
  }

  async #list() {
    try {
      this.streams = await this.#controlPlane.streams();
      if (this.#watch === undefined) this.#openFirst();
    } catch {
      // The next time may be better; the page says that the control plane is away.
    }
    setTimeout(() => this.#list(), LIST_MILLIS);
  }

  #openFirst() {
    const live = this.streams.filter((/** @type {any} */ stream) => stream.live);
    const id = this.#wanted ?? (live.length === 1 ? live[0].id : undefined);
    if (id !== undefined) this.#open(id);
  }

  /** @param {string} id */
  #open(id) {
    this.#close();
    this.#watch = new Watch({
      id,
      known: this.streams?.find((/** @type {any} */ stream) => stream.id === id && stream.live),
      controlPlane: this.#controlPlane,
      video: this.#video,
      figures: this.#figures,
      maxBytes: this.#maxBytes,
      chains: this.#chains,
      createPlayer: (needs) => new Player(/** @type {any} */ (needs)),
    });
    this.#watch.run();
    const url = new URL(location.href);
    url.searchParams.set('stream', id);
    history.replaceState(null, '', url);
    this.#refresh();
  }

  #close() {
    if (this.#watch === undefined) return;
    if (this.#watch.state !== 'stopped') this.#watch.stop();
    this.#watch.forget();
  }

  #refresh() {
    this.snapshot = snapshotOf(this.#watch, this.#figures);
    this.away = !this.#controlPlane.reachable;
  }

  render() {
    if (this.obstacle !== undefined) return html`${this.#header()}<main><p class="notice" role="alert">${this.obstacle}</p></main>`;
    const watch = this.#watch;
    return html`
      ${this.#header()}
      <main>
        <skyv-streams
          .streams=${this.streams}
          .current=${watch?.id}
          @open=${(/** @type {CustomEvent} */ e) => this.#open(e.detail)}
        ></skyv-streams>
        ${watch === undefined ? '' : this.#watching(watch)}
      </main>
    `;
  }

  #header() {
    return html`<header class="top">
      <h1>SKYV</h1>
      <nav><a href="books.html">Books</a></nav>
      <p class="pill ${this.away ? 'bad' : ''}" role="status">
        ${this.away ? 'Control plane cannot be reached' : 'Connected to the control plane'}
      </p>
    </header>`;
  }

  /** @param {Watch} watch */
  #watching(watch) {
    const { snapshot } = this;
    return html`
      <div class="watch">
        <skyv-screen
          .video=${this.#video}
          .stream=${watch.stream}
          .snapshot=${snapshot}
          .failure=${watch.failure}
          @play=${() => this.#open(watch.id)}
          @stop=${() => {
            watch.stop();
            this.#refresh();
          }}
          @live=${() => watch.toLiveEdge()}
        ></skyv-screen>
        <skyv-payment .snapshot=${snapshot} .fingerprint=${watch.keyFingerprint}></skyv-payment>
        <skyv-figures .snapshot=${snapshot}></skyv-figures>
        <skyv-grants .snapshot=${snapshot}></skyv-grants>
        <skyv-plain-url .url=${this.#controlPlane.plainUrl(watch.id)}></skyv-plain-url>
        <skyv-events .entries=${watch.journal.entries}></skyv-events>
      </div>
    `;
  }
}
customElements.define('skyv-app', App);
