import { html } from 'lit';
import { Element } from './element.js';
import { clock } from './format.js';

/** What happened. */
class Events extends Element {
  static properties = { entries: { attribute: false } };

  render() {
    return html`<section class="card events" aria-label="Events">
      <h2>Events</h2>
      <ol role="log" aria-live="polite">
        ${this.entries.map(
          (/** @type {any} */ entry) => html`<li class=${entry.tone}><time>${clock(entry.at)}</time> <span>${entry.text}</span></li>`,
        )}
      </ol>
    </section>`;
  }
}
customElements.define('skyv-events', Events);
