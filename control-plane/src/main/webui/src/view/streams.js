import { html } from 'lit';
import { Element } from './element.js';

/** What is on. */
class Streams extends Element {
  static properties = { streams: { attribute: false }, current: { attribute: false } };

  render() {
    if (this.streams === undefined) return html`<p class="quiet" role="status">Asking what is on …</p>`;
    if (this.streams.length === 0) {
      return html`<p class="notice" role="status">Nothing is on yet. Streams appear here as soon as a box offers one.</p>`;
    }
    return html`<nav aria-label="Streams">
      <ul class="streams">
        ${this.streams.map((/** @type {any} */ stream) => this.#item(stream))}
      </ul>
    </nav>`;
  }

  /** @param {any} stream */
  #item(stream) {
    const open = () => this.dispatchEvent(new CustomEvent('open', { detail: stream.id }));
    return html`<li>
      <button type="button" class="stream" aria-current=${stream.id === this.current} @click=${open}>
        <span class="title">${stream.title || stream.id}</span>
        <span class="badge ${stream.live ? 'live' : ''}">${stream.live ? 'Live' : 'Off'}</span>
        <span class="id">${stream.box}</span>
      </button>
    </li>`;
  }
}
customElements.define('skyv-streams', Streams);
