/**
 * What a watch has come to, as plain figures that cannot be changed: what the page shows and what `window.skyv` is. Money is
 * in whole micro-SKYV; the figures without a list are those of the newest grant.
 *
 * @param {import('./watch.js').Watch | undefined} watch
 * @param {import('./video-figures.js').VideoFigures} figures
 */
export function snapshotOf(watch, figures) {
  const grants = (watch?.grants.history ?? []).map(grantFigures);
  const newest = grants.at(-1);
  const past = watch?.grants.past ?? { grants: 0, paidMicros: 0, bookedMicros: 0, receivedBytes: 0 };
  return Object.freeze({
    stream: watch?.id,
    state: watch?.state ?? 'idle',
    box: newest?.box,
    grant: newest?.grant,
    owner: newest?.owner,
    paidIndex: newest?.paidIndex ?? 0,
    paidBytes: newest?.paidBytes ?? 0,
    paidMicros: newest?.paidMicros ?? 0,
    bookedMicros: newest?.bookedMicros,
    totalPaidMicros: past.paidMicros + sum(grants.map((grant) => grant.paidMicros)),
    totalBookedMicros: past.bookedMicros + sum(grants.map((grant) => grant.bookedMicros ?? 0)),
    totalGrants: past.grants + grants.length,
    receivedBytes: past.receivedBytes + sum(grants.map((grant) => grant.receivedBytes)),
    latencySeconds: watch?.latencySeconds,
    partsVerified: watch?.partsVerified ?? 0,
    partsRefused: watch?.partsRefused ?? 0,
    ...figures.read(),
    grants: Object.freeze(grants),
  });
}

/** @param {import('./held-grant.js').HeldGrant} held */
function grantFigures(held) {
  const { purse, booking } = held;
  return Object.freeze({
    grant: held.id,
    box: held.box,
    owner: booking?.owner,
    units: purse.grant.units,
    maxBytes: Number(purse.grant.maxBytes),
    pricePerGiBMicros: Number(purse.grant.pricePerGiBMicros),
    paidIndex: purse.paidIndex,
    paidBytes: Number(purse.paidBytes),
    paidMicros: Number(purse.paidMicros),
    receivedBytes: Number(purse.receivedBytes),
    bookedBytes: booking?.settledBytes,
    bookedMicros: booking?.paidMicros,
    burnedMicros: booking?.burnedMicros,
    earnedMicros: booking?.earnedMicros,
    bookedState: booking?.state,
    ended: held.ended,
  });
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((a, b) => a + b, 0);
}
