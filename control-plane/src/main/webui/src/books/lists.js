import { html } from 'lit';
import { Element } from '../view/element.js';
import { shortly, when } from './words.js';

/** Boxes in the running round. */
class Boxes extends Element {
  static properties = { boxes: { attribute: false }, least: { attribute: false } };

  render() {
    return html`<section class="card" aria-label="Boxes">
      <h2>Boxes in this round</h2>
      ${this.boxes === undefined ? html`<p class="quiet" role="status">Loading…</p>` : this.boxes.length === 0 ? html`<p class="quiet">The books know of no box yet.</p>` : this.#table()}
      <p class="quiet">The network does not measure capacity yet: it counts as 0, and nobody is rewarded for it. Time online is told a few times a round${this.least === undefined ? '' : `; ${this.least} s are wanted`}.</p>
    </section>`;
  }

  #table() {
    return html`<div class="scroll"><table>
      <thead><tr><th scope="col">Box</th><th scope="col">Owner</th><th scope="col">Online</th><th scope="col">Capacity</th><th scope="col">Burned for it, SKYV</th></tr></thead>
      <tbody>${this.boxes.map(
        (/** @type {any} */ box) => html`<tr><td class="id">${box.id}</td><td class="id">${box.owner ?? '–'}</td><td>${box.onlineSeconds} s</td><td>${box.capacityKbps} kbit/s</td><td>${shortly(box.burnedMicros)}</td></tr>`,
      )}</tbody>
    </table></div>`;
  }
}
customElements.define('skyv-boxes', Boxes);

/** The journal's blocks, the newest first. */
class Blocks extends Element {
  static properties = { blocks: { attribute: false } };

  render() {
    return html`<section class="card" aria-label="Blocks">
      <h2>Blocks</h2>
      ${this.blocks === undefined ? html`<p class="quiet" role="status">Loading…</p>` : this.blocks.length === 0 ? html`<p class="quiet">There is no block yet.</p>` : this.#table()}
    </section>`;
  }

  #table() {
    return html`<div class="scroll"><table class="blocks">
        <thead><tr><th scope="col">Block</th><th scope="col">Hash</th><th scope="col">Round</th><th scope="col">Operations</th><th scope="col">Sealed</th></tr></thead>
        <tbody>${this.blocks.map(
          (/** @type {any} */ one) => html`<tr><td>${one.number}</td><td class="key" title=${one.hash}>${one.hash.slice(0, 16)}…</td><td>${one.round}</td><td>${one.entries}</td><td>${when(one.time)}</td></tr>`,
        )}</tbody>
      </table></div>
      ${this.blocks.at(-1).number > 1 ? html`<button type="button" @click=${() => this.dispatchEvent(new CustomEvent('older'))}>Older</button>` : ''}`;
  }
}
customElements.define('skyv-blocks', Blocks);
