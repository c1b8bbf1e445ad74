const LOT = new TextEncoder().encode('random-seat');

/**
 * The election once more, from its figures alone, by the text of the economics: the first by stake, and one that is drawn
 * by stake from the rest.
 *
 * @param {{seed: string, activeSetSize: number}} round
 * @param {{transcoder: string, stakeMicros: number, registration: number, candidate: boolean}[]} standings
 * @returns {Promise<{byRank: string[], rest: {transcoder: string, stakeMicros: number}[], total: number, draw?: number, byLot?: string}>}
 */
export async function elect({ seed, activeSetSize }, standings) {
  const candidates = standings
    .filter((one) => one.candidate)
    .sort((one, other) => other.stakeMicros - one.stakeMicros || one.registration - other.registration);
  const byRank = candidates.slice(0, activeSetSize).map((one) => one.transcoder);
  const rest = candidates.slice(activeSetSize);
  const total = rest.reduce((sum, one) => sum + one.stakeMicros, 0);
  if (total === 0) return { byRank, rest, total };
  const bytes = Uint8Array.from([...(seed.match(/../g) ?? []).map((hex) => Number.parseInt(hex, 16)), ...LOT]);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const number = hash.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const draw = Number(number % BigInt(total));
  let left = draw;
  const drawn = rest.find((one) => (left -= one.stakeMicros) < 0);
  return { byRank, rest, total, draw, byLot: drawn?.transcoder };
}

/** Whether the seats that were given are these. @param {any[]} standings @param {{byRank: string[], byLot?: string}} again */
export function isSame(standings, again) {
  const of = (/** @type {string} */ seat) => standings.filter((one) => one.seat === seat).map((one) => one.transcoder);
  return of('rank').join() === again.byRank.join() && of('lot').join() === (again.byLot ?? '');
}
