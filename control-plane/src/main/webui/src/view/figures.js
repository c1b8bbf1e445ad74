import { html } from 'lit';
import { Element } from './element.js';
import { bytes, seconds, whole } from './format.js';

/** How well it plays. */
class Figures extends Element {
  static properties = { snapshot: { attribute: false } };

  render() {
    const s = this.snapshot;
    const figures = [
      ['Latency', seconds(s.latencySeconds)],
      ['Buffered', seconds(s.bufferedSeconds)],
      ['Picture', s.widthPx > 0 ? `${s.widthPx} × ${s.heightPx}` : '–'],
      ['Frames decoded', whole(s.decodedFrames)],
      ['Frames dropped', whole(s.droppedFrames)],
      ['Stalls since start', whole(s.stalls)],
      ['Received', bytes(s.receivedBytes)],
      ['Parts checked', whole(s.partsVerified)],
      ['Parts refused', whole(s.partsRefused), s.partsRefused > 0],
    ];
    return html`<section class="card figures" aria-label="Figures">
      <h2>Playing</h2>
      <dl>
        ${figures.map(([name, value, bad]) => html`<div class=${bad ? 'bad' : ''}><dt>${name}</dt><dd>${value}</dd></div>`)}
      </dl>
    </section>`;
  }
}
customElements.define('skyv-figures', Figures);
