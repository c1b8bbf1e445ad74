import { html } from 'lit';
import { Element } from '../view/element.js';
import { amount, inWords, shortly, signed, when } from './words.js';

/** Any account: what it has, where, and all that moved. */
class Account extends Element {
  static properties = {
    known: { attribute: false },
    wanted: { attribute: false },
    account: { attribute: false },
    movements: { attribute: false },
    more: { attribute: false },
    failure: { attribute: false },
  };

  /** @param {Event} event */
  #open(event) {
    event.preventDefault();
    const id = new FormData(/** @type {HTMLFormElement} */ (event.target)).get('account');
    if (id) this.dispatchEvent(new CustomEvent('open', { detail: String(id).trim() }));
  }

  render() {
    return html`<section class="card account" aria-label="Account">
      <form class="bar" @submit=${(/** @type {Event} */ e) => this.#open(e)}>
        <h2>Account</h2>
        <input name="account" list="accounts" maxlength="64" placeholder="its id" aria-label="Account" autocomplete="off" .value=${this.wanted ?? ''}>
        <datalist id="accounts">${(this.known ?? []).map((/** @type {any} */ one) => html`<option value=${one.id}></option>`)}</datalist>
        <button type="submit" class="primary">Show</button>
      </form>
      ${this.#body()}
    </section>`;
  }

  #body() {
    if (this.failure !== undefined) return html`<p class="bad" role="alert">${this.failure}</p>`;
    if (this.wanted === undefined) return html`<p class="quiet">Give an account's id, and see all that ever came in and left.</p>`;
    if (this.account === undefined) return html`<p class="quiet" role="status">Loading…</p>`;
    const { account, movements } = this;
    return html`
      <p class="amount">${amount(account.balanceMicros)} SKYV</p>
      <p class="quiet">free to spend</p>
      ${account.positions.length === 0 ? '' : this.#positions(account.positions)}
      ${account.locks.length === 0 ? '' : this.#locks(account.locks)}
      <h3>History</h3>
      ${movements === undefined ? html`<p class="quiet" role="status">Loading…</p>` : movements.length === 0 ? html`<p class="quiet">Nothing has moved here.</p>` : this.#history(movements)}`;
  }

  /** @param {any[]} positions */
  #positions(positions) {
    return html`<h3>Bonded</h3>
      <ul class="plain-list">${positions.map((one) => html`<li><span>${amount(one.valueMicros)} SKYV</span> to <span class="id">${one.transcoder}</span>${one.pendingMicros ? `, and ${shortly(one.pendingMicros)} in line` : ''}${one.feesMicros ? `, ${shortly(one.feesMicros)} of fees to claim` : ''}</li>`)}</ul>`;
  }

  /** @param {any[]} locks */
  #locks(locks) {
    return html`<h3>On its way out</h3>
      <ul class="plain-list">${locks.map((one) => html`<li><span>${amount(one.micros)} SKYV</span> of <span class="id">${one.from}</span>, from round ${one.opensRound} on</li>`)}</ul>`;
  }

  /** @param {any[]} movements */
  #history(movements) {
    return html`<div class="scroll"><table class="history">
        <thead><tr><th scope="col">What</th><th scope="col">SKYV</th><th scope="col">Balance</th></tr></thead>
        <tbody>${movements.map(
          (one) => html`<tr>
            <td>${inWords(one)} ${one.about === '' ? '' : html`<span class="id">${one.about}</span>`}<br><time class="quiet" datetime=${one.time}>${when(one.time).slice(0, 19)}, block ${one.block}</time></td>
            <td class=${one.deltaMicros < 0 ? '' : 'gain'}>${signed(one.deltaMicros)}</td>
            <td>${amount(one.balanceMicros)}</td>
          </tr>`,
        )}</tbody>
      </table></div>
      ${this.more ? html`<button type="button" @click=${() => this.dispatchEvent(new CustomEvent('older'))}>Older</button>` : ''}`;
  }
}
customElements.define('skyv-account', Account);
