const MOST = 200;

/** What happened, in sentences, the newest first. */
export class Journal {
  /** @type {{at: Date, tone: 'plain' | 'good' | 'bad', text: string}[]} */
  entries = [];

  /**
   * @param {'plain' | 'good' | 'bad'} tone
   * @param {string} text
   */
  add(tone, text) {
    this.entries = [{ at: new Date(), tone, text }, ...this.entries].slice(0, MOST);
  }

  /** @param {{type: string, [field: string]: any}} event of the grant keeper or the media fetcher */
  note(event) {
    const sentence = SENTENCES[event.type];
    if (sentence !== undefined) this.add(...sentence(event));
  }
}

/** @type {Record<string, (event: any) => ['plain' | 'good' | 'bad', string]>} */
const SENTENCES = {
  granted: ({ held, before }) => [
    'good',
    before === undefined
      ? `Grant ${short(held.id)} for box ${held.box}: up to ${held.purse.grant.units} units.`
      : `Grant renewed: ${short(held.id)}${before.box === held.box ? '' : `, now at box ${held.box}`}.`,
  ],
  'grant-ended': ({ held, why }) => ['plain', `Grant ${short(held.id)} has ended: ${why}`],
  'box-left': ({ held, why }) => ['bad', `Left box ${held.box}: ${why}`],
  refused: ({ held, path, why }) => ['bad', `Refused ${path.split('/').at(-1)} from box ${held.box}: ${why}. It is not paid any more.`],
  'paid-on-demand': ({ due }) => ['plain', `The box asked for more than was paid; paid up to unit ${due}.`],
  'no-box': ({ avoided }) => ['bad', avoided > 0 ? 'There is no other box; asking again.' : 'No box can serve this stream now; asking again.'],
  'control-plane-away': () => ['bad', 'The control plane cannot be reached for a new grant; asking again.'],
  'refused-grant': ({ why }) => ['bad', `No grant: ${why}`],
};

/** @param {string} id */
export function short(id) {
  return `${id.slice(0, 8)}…${id.slice(-4)}`;
}
