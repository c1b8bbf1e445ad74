import { html } from 'lit';
import { Element } from './element.js';
import { bytes, micros, skyv, whole } from './format.js';

/** What was paid under the newest grant, to whom, and what the ledger has of it. */
class Payment extends Element {
  static properties = { snapshot: { attribute: false }, fingerprint: { attribute: false } };

  render() {
    const s = this.snapshot;
    const grant = s.grants.at(-1);
    return html`<section class="card payment" aria-label="Payment">
      <h2>Paid</h2>
      <p class="amount">${micros(s.totalPaidMicros)}</p>
      <p class="quiet">${skyv(s.totalPaidMicros)} in ${s.totalGrants === 1 ? 'one grant' : `${s.totalGrants} grants`}</p>
      ${grant === undefined ? html`<p class="quiet">No grant yet.</p>` : this.#grant(grant)}
      <h3>Verified by</h3>
      <p>
        ${this.fingerprint === ''
          ? '–'
          : html`<span class="key">${this.fingerprint}</span> <span class="quiet">source key, SHA-256</span>`}
      </p>
    </section>`;
  }

  /** @param {any} grant */
  #grant(grant) {
    const share = grant.units === 0 ? 0 : (100 * grant.paidIndex) / grant.units;
    return html`
      <h3>To</h3>
      <p><span class="id">${grant.box}</span></p>
      <p class="quiet">${grant.owner === null ? 'Its owner is known once something is booked.' : html`owned by <span class="id">${grant.owner}</span>`}</p>
      <h3>This grant</h3>
      <p>Unit ${whole(grant.paidIndex)} of ${whole(grant.units)} · ${bytes(grant.paidBytes)} · ${micros(grant.paidMicros)}</p>
      <div class="meter" role="meter" aria-label="Units paid" aria-valuenow=${grant.paidIndex} aria-valuemin="0" aria-valuemax=${grant.units}>
        <span style="width:${share.toFixed(2)}%"></span>
      </div>
      <p class="quiet">${micros(grant.pricePerGiBMicros)} per GiB</p>
      <h3>Booked</h3>
      ${grant.bookedMicros === null
        ? html`<p class="quiet">Not yet; boxes report about once a minute.</p>`
        : html`<p>${micros(grant.bookedMicros)}</p>
            <p class="quiet">${micros(grant.earnedMicros)} earned by the owner, ${micros(grant.burnedMicros)} burned</p>`}
    `;
  }
}
customElements.define('skyv-payment', Payment);
