/**
 * What a watch has come to, as plain figures that cannot be changed: what the page shows and what `window.skyv` is. Money is
 * in whole micro-SKYV; the figures without a list are those of the newest grant; what is not known is
 * null.
 *
 * @param {import('./watch.js').Watch | undefined} watch
 * @param {import('./video-figures.js').VideoFigures} figures
 */
export function snapshotOf(watch, figures) {
  const grants = (watch?.grants.history ?? []).map(grantFigures);
  const newest = grants.at(-1);
  const past = watch?.grants.past ?? { grants: 0, paidMicros: 0, bookedMicros: 0, receivedBytes: 0 };
  return Object.freeze({
    stream: watch?.id ?? null,
    state: watch?.state ?? 'idle',
    box: newest?.box ?? null,
    grant: newest?.grant ?? null,
    owner: newest?.owner ?? null,
    paidIndex: newest?.paidIndex ?? 0,
    paidBytes: newest?.paidBytes ?? 0,
    paidMicros: newest?.paidMicros ?? 0,
    bookedMicros: newest?.bookedMicros ?? null,
    totalPaidMicros: past.paidMicros + sum(grants.map((grant) => grant.paidMicros)),
    totalBookedMicros: past.bookedMicros + sum(grants.map((grant) => grant.bookedMicros ?? 0)),
    totalGrants: past.grants + grants.length,
    receivedBytes: past.receivedBytes + sum(grants.map((grant) => grant.receivedBytes)),
    latencySeconds: watch?.latencySeconds ?? null,
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
    owner: booking?.owner ?? null,
    units: purse.grant.units,
    maxBytes: Number(purse.grant.maxBytes),
    pricePerGiBMicros: Number(purse.grant.pricePerGiBMicros),
    paidIndex: purse.paidIndex,
    paidBytes: Number(purse.paidBytes),
    paidMicros: Number(purse.paidMicros),
    receivedBytes: Number(purse.receivedBytes),
    bookedBytes: booking?.settledBytes ?? null,
    bookedMicros: booking?.paidMicros ?? null,
    burnedMicros: booking?.burnedMicros ?? null,
    earnedMicros: booking?.earnedMicros ?? null,
    bookedState: booking?.state ?? null,
    ended: held.ended,
  });
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((a, b) => a + b, 0);
}
