const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

// What is not known is null and shown as a dash.

/** @param {number | null} value */
export function whole(value) {
  return value === null ? '–' : WHOLE.format(value);
}

/** @param {number | null} micros */
export function micros(micros) {
  return micros === null ? '–' : `${WHOLE.format(micros)} µSKYV`;
}

/** Micro-SKYV as SKYV, exact to the last digit. @param {number} micros */
export function skyv(micros) {
  const digits = String(micros).padStart(7, '0');
  return `${WHOLE.format(Number(digits.slice(0, -6)))}.${digits.slice(-6)} SKYV`;
}

/** @param {number | null} count */
export function bytes(count) {
  if (count === null) return '–';
  if (count < 1_024) return `${count} B`;
  const [size, unit] = count < 2 ** 20 ? [count / 2 ** 10, 'KiB'] : count < 2 ** 30 ? [count / 2 ** 20, 'MiB'] : [count / 2 ** 30, 'GiB'];
  return `${size.toFixed(size < 100 ? 1 : 0)} ${unit}`;
}

/** @param {number | null} value */
export function seconds(value) {
  return value === null ? '–' : `${value.toFixed(2)} s`;
}

/** @param {Date} date */
export function clock(date) {
  return date.toTimeString().slice(0, 8);
}
