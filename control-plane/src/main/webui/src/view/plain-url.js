import { html } from 'lit';
import { Element } from './element.js';

const COPIED_MILLIS = 2_000;

/** The address for players that can neither check nor pay. */
class PlainUrl extends Element {
  static properties = { url: { attribute: false }, copied: { state: true } };

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.url);
      this.copied = true;
      setTimeout(() => (this.copied = false), COPIED_MILLIS);
    } catch {
      this.querySelector('input')?.select();
    }
  }

  render() {
    return html`<section class="card plain" aria-label="Plain address">
      <h2>For plain players</h2>
      <p class="quiet">mpv, VLC, a TV: they check nothing and pay nothing, so the box is paid by its own count, up to bitrate × time.</p>
      <div class="copy">
        <input readonly aria-label="Plain .m3u8 address" .value=${this.url} @focus=${(/** @type {any} */ e) => e.target.select()}>
        <button type="button" @click=${() => this.#copy()}>${this.copied ? 'Copied' : 'Copy'}</button>
      </div>
    </section>`;
  }
}
customElements.define('skyv-plain-url', PlainUrl);
