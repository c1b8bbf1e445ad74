const KINDS = {
  genesis: 'Money of the beginning',
  transfer: 'Transfer',
  grant: 'Set aside for a grant',
  receipt: 'Paid for bytes delivered',
  closeGrant: 'Left of a grant that was closed',
  grantEnded: 'Left of a grant that ended',
  bond: 'Bonded to',
  cancelPending: 'Bond taken back from',
  withdraw: 'Withdrawn, lock',
  rebond: 'Bonded again',
  claimFees: 'Fees of',
  bondBox: 'Bonded for box',
  transcodeFee: 'Transcoding',
  found: 'Finder’s part of a penalty of',
  reward: 'Rewards of the round before',
};

/** @param {{kind: string}} movement */
export function inWords({ kind }) {
  return KINDS[/** @type {keyof typeof KINDS} */ (kind)] ?? kind;
}

/** Signed, with six decimals. @param {number} micros */
export function signed(micros) {
  return `${micros < 0 ? '−' : '+'}${amount(Math.abs(micros))}`;
}

/** SKYV with six decimals, exact up to 2⁵³ µ. @param {number} micros */
export function amount(micros) {
  const digits = String(micros).padStart(7, '0');
  return `${Number(digits.slice(0, -6)).toLocaleString('en')}.${digits.slice(-6)}`;
}

/** Without decimals that say nothing. @param {number} micros */
export function shortly(micros) {
  return amount(micros).replace(/\.?0+$/, '');
}

/** @param {number} part @param {number} whole */
export function percent(part, whole) {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** @param {string} time RFC 3339 */
export function when(time) {
  return time.slice(0, 19).replace('T', ' ') + ' UTC';
}
