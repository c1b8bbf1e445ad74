import { html } from 'lit';
import { Element } from '../view/element.js';
import { isSame } from './election.js';
import { percent, shortly, when } from './words.js';

/** One round: who was elected, and why. */
class Round extends Element {
  static properties = { round: { attribute: false }, standings: { attribute: false }, again: { attribute: false }, newest: { attribute: false } };

  render() {
    const { round, standings } = this;
    if (round === null) return html`<section class="card" aria-label="Round"><h2>No round yet</h2><p class="quiet">The first one starts as soon as the ledger has its genesis.</p></section>`;
    if (round === undefined || standings === undefined) return html`<section class="card" aria-label="Round"><h2>Round</h2><p class="quiet" role="status">Loading…</p></section>`;
    return html`<section class="card round" aria-label="Round">
      <div class="bar">
        <h2>Round ${round.number}</h2>
        <span class="quiet">started ${when(round.startedAt)} by block ${round.block}</span>
        <span class="buttons">
          <button type="button" ?disabled=${round.number <= 1} @click=${() => this.#go(round.number - 1)}>Earlier</button>
          <button type="button" ?disabled=${round.number >= this.newest} @click=${() => this.#go(round.number + 1)}>Later</button>
          <button type="button" ?disabled=${round.number >= this.newest} @click=${() => this.#go(undefined)}>Newest</button>
        </span>
      </div>
      ${standings.length === 0 ? html`<p class="quiet">Nobody is registered as a transcoder, so nobody was elected.</p>` : this.#elected()}
    </section>`;
  }

  #elected() {
    const { round, standings, again } = this;
    const most = Math.max(1, ...standings.map((/** @type {any} */ one) => one.stakeMicros));
    return html`
      <div class="scroll"><table>
        <thead><tr><th scope="col">#</th><th scope="col">Transcoder</th><th scope="col">Stake, SKYV</th><th scope="col" class="share">Share</th><th scope="col">Seat</th><th scope="col">In the round</th></tr></thead>
        <tbody>${standings.map(
          (/** @type {any} */ one) => html`<tr class=${one.seat === 'none' ? 'ended' : ''}>
            <td>${one.place}</td>
            <td class="id">${one.transcoder}</td>
            <td>${shortly(one.stakeMicros)}</td>
            <td class="share"><span class="stake"><span style="width:${(100 * one.stakeMicros) / most}%"></span></span></td>
            <td>${this.#seat(one)}</td>
            <td>${one.seat === 'none' ? '' : one.available ? html`<span class="badge live">there</span>` : html`<span class="badge">not heard of</span>`}</td>
          </tr>`,
        )}</tbody>
      </table></div>
      <h3>The lot</h3>
      ${again?.draw === undefined ? html`<p class="quiet">There was nobody left to draw.</p>` : this.#lot(again)}
      <p class="quiet">Seed: <span class="key">${round.seed}</span>, the hash of block ${round.seedBlock}.</p>
      ${again === undefined ? '' : html`<p class=${isSame(standings, again) ? 'same' : 'bad'} role="status">${isSame(standings, again) ? '✓ Reckoned again in this browser from these figures: the same.' : 'Reckoned again in this browser, it comes to others: ask the operator.'}</p>`}`;
  }

  /** @param {any} one */
  #seat(one) {
    if (one.seat === 'rank') return html`<span class="badge rank">by rank</span>`;
    if (one.seat === 'lot') return html`<span class="badge lot">by lot</span>`;
    return one.candidate ? 'not elected' : 'no candidate';
  }

  /** @param {{rest: any[], total: number, draw: number, byLot: string}} again */
  #lot({ rest, total, draw, byLot }) {
    return html`
      <div class="lot-line" role="img" aria-label="The draw: ${draw} of ${total}, which is ${byLot}'s">
        ${rest.map((one) => html`<span class=${one.transcoder === byLot ? 'part drawn' : 'part'} style="flex-grow:${one.stakeMicros}"><span class="id">${one.transcoder}</span> ${percent(one.stakeMicros, total)}</span>`)}
        <span class="drop" style="left:${(100 * draw) / total}%"></span>
      </div>
      <p class="quiet">Those without a seat by rank stand in a line, each as long as its stake. SHA-256(seed ‖ "random-seat") mod ${shortly(total)} SKYV fell on ${shortly(draw)}: <span class="id">${byLot}</span>.</p>`;
  }

  /** @param {number | undefined} number */
  #go(number) {
    this.dispatchEvent(new CustomEvent('go', { detail: number }));
  }
}
customElements.define('skyv-round', Round);
