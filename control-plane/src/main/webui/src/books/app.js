import { html } from 'lit';
import { Element } from '../view/element.js';
import './account.js';
import { elect } from './election.js';
import './lists.js';
import { Reader, Refused } from './reader.js';
import './round.js';
import { percent, shortly } from './words.js';

const REFRESH_MILLIS = 2_000;

/** The page of the books: where the ledger stands, a round, an account, boxes and blocks. */
class Books extends Element {
  static properties = {
    ledger: { state: true },
    round: { state: true },
    standings: { state: true },
    again: { state: true },
    boxes: { state: true },
    blocks: { state: true },
    accounts: { state: true },
    account: { state: true },
    movements: { state: true },
    more: { state: true },
    failure: { state: true },
    away: { state: true },
  };

  #reader = new Reader();
  /** The round that is looked at; the newest if it is undefined. @type {number | undefined} */
  #wantedRound;
  /** Whether older blocks or movements are shown: then the newest do not push in. */
  #blocksHeld = false;
  #movementsHeld = false;
  #wantedAccount = new URLSearchParams(location.search).get('account') ?? undefined;

  constructor() {
    super();
    this.away = false;
    this.#run();
  }

  async #run() {
    try {
      await this.#refresh();
      this.away = false;
    } catch (fault) {
      this.away = fault instanceof Refused ? fault.message : 'The control plane cannot be reached; trying again.';
    }
    setTimeout(() => this.#run(), REFRESH_MILLIS);
  }

  async #refresh() {
    this.ledger = await this.#reader.ledger();
    await this.#refreshRound();
    [this.boxes, this.accounts] = await Promise.all([this.#reader.boxes(), this.#reader.accounts()]);
    if (!this.#blocksHeld) this.blocks = await this.#reader.blocks();
    await this.#refreshAccount();
  }

  async #refreshRound() {
    const round = await this.#reader.round(this.#wantedRound);
    const standings = round === undefined ? [] : await this.#reader.standings(round.number);
    this.again = round === undefined ? undefined : await elect(round, standings);
    [this.round, this.standings] = [round ?? null, standings];
  }

  async #refreshAccount() {
    const id = this.#wantedAccount;
    if (id === undefined) return;
    try {
      const [account, page] = await Promise.all([this.#reader.account(id), this.#movementsHeld ? undefined : this.#reader.movements(id)]);
      if (id !== this.#wantedAccount) return;
      [this.account, this.failure] = [account, undefined];
      if (page !== undefined) [this.movements, this.more] = [page.movements, page.next];
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      this.failure = fault.code === 'unknown-account' ? `No account ${id} ever had money.` : fault.message;
    }
  }

  /** @param {number | undefined} number */
  async #go(number) {
    this.#wantedRound = number;
    await this.#refreshRound().catch(() => {});
  }

  /** @param {string} id */
  async #open(id) {
    this.#wantedAccount = id;
    this.#movementsHeld = false;
    [this.account, this.movements, this.failure] = [undefined, undefined, undefined];
    const url = new URL(location.href);
    url.searchParams.set('account', id);
    history.replaceState(null, '', url);
    await this.#refreshAccount().catch(() => {});
  }

  async #olderMovements() {
    this.#movementsHeld = true;
    const page = await this.#reader.movements(/** @type {string} */ (this.#wantedAccount), this.more);
    [this.movements, this.more] = [[...this.movements, ...page.movements], page.next];
  }

  async #olderBlocks() {
    this.#blocksHeld = true;
    this.blocks = [...this.blocks, ...(await this.#reader.blocks(this.blocks.at(-1).number))];
  }

  render() {
    return html`
      <header class="top">
        <h1>SKYV <span class="page-name">books</span></h1>
        <nav><a href="/">Watch</a> <a href="/q/swagger-ui">REST</a></nav>
        <p class="pill ${this.away ? 'bad' : ''}" role="status">${this.away || 'Up to date'}</p>
      </header>
      <main class="books">
        ${this.#figures()}
        <div class="column">
          <skyv-round .round=${this.round} .standings=${this.standings} .again=${this.again} .newest=${this.ledger?.round} @go=${(/** @type {CustomEvent} */ e) => this.#go(e.detail)}></skyv-round>
          <skyv-boxes .boxes=${this.boxes} .least=${this.round?.minOnlineSeconds}></skyv-boxes>
          <skyv-blocks .blocks=${this.blocks} @older=${() => this.#olderBlocks()}></skyv-blocks>
        </div>
        <skyv-account .known=${this.accounts} .wanted=${this.#wantedAccount} .account=${this.account} .movements=${this.movements} .more=${this.more} .failure=${this.failure}
          @open=${(/** @type {CustomEvent} */ e) => this.#open(e.detail)} @older=${() => this.#olderMovements()}></skyv-account>
      </main>`;
  }

  #figures() {
    const { ledger, round } = this;
    const entries = [
      ['Round', ledger?.round],
      ['Blocks', ledger?.blocks.toLocaleString('en')],
      ['Supply, SKYV', ledger && shortly(ledger.supplyMicros)],
      ['Burned, SKYV', ledger && shortly(ledger.burnedMicros)],
      ['Bonded', round && percent(round.stakeMicros, round.supplyMicros)],
      ['Mintable, SKYV', round && shortly(round.mintableMicros)],
      ['Minted before, SKYV', round && shortly(round.mintedBeforeMicros)],
      ['In grants, SKYV', ledger && shortly(ledger.escrowMicros)],
    ];
    return html`<section class="card figures" aria-label="Where the ledger stands"><dl>
      ${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value ?? '–'}</dd></div>`)}
    </dl></section>`;
  }
}
customElements.define('skyv-books', Books);
