import { html } from 'lit';
import { short } from '../watch/journal.js';
import { Element } from './element.js';
import { bytes, whole } from './format.js';

/** All grants of this watch, the newest first, and their sums. */
class Grants extends Element {
  static properties = { snapshot: { attribute: false } };

  render() {
    const { grants, totalPaidMicros, totalBookedMicros, receivedBytes } = this.snapshot;
    return html`<section class="card grants" aria-label="Grants">
      <h2>Grants</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Table of grants">
        <table>
          <thead>
            <tr><th scope="col">Grant</th><th scope="col">Box</th><th scope="col">Units</th><th scope="col">Received</th><th scope="col">Paid, µSKYV</th><th scope="col">Booked, µSKYV</th></tr>
          </thead>
          <tbody>
            ${[...grants].reverse().map((/** @type {any} */ grant) => this.#row(grant))}
          </tbody>
          <tfoot>
            <tr><th scope="row">Sum</th><td class="wide"></td><td class="wide"></td><td>${bytes(receivedBytes)}</td><td>${whole(totalPaidMicros)}</td><td>${whole(totalBookedMicros)}</td></tr>
          </tfoot>
        </table>
      </div>
    </section>`;
  }

  /** @param {any} grant */
  #row(grant) {
    return html`<tr class=${grant.ended === '' ? '' : 'ended'} title=${grant.ended === '' ? 'in use' : grant.ended}>
      <td class="id">${short(grant.grant)}</td>
      <td class="id" title=${grant.box}>${grant.box.length > 16 ? short(grant.box) : grant.box}</td>
      <td>${whole(grant.paidIndex)} of ${whole(grant.units)}</td>
      <td>${bytes(grant.receivedBytes)}</td>
      <td>${whole(grant.paidMicros)}</td>
      <td>${whole(grant.bookedMicros)}</td>
    </tr>`;
  }
}
customElements.define('skyv-grants', Grants);
