const BYTES_PER_GIB_LOG2 = 30n;
const ROUND_UP = (1n << BYTES_PER_GIB_LOG2) - 1n;

/**
 * floor(bytes × price / 2³⁰): what has been earned when so many bytes are paid, in micro-SKYV.
 *
 * @param {bigint | number} bytes
 * @param {bigint | number} pricePerGiBMicros
 */
export function costMicros(bytes, pricePerGiBMicros) {
  return product(bytes, pricePerGiBMicros) >> BYTES_PER_GIB_LOG2;
}

/**
 * ceil(bytes × price / 2³⁰): what is set aside before anything is served, in micro-SKYV.
 *
 * @param {bigint | number} bytes
 * @param {bigint | number} pricePerGiBMicros
 */
export function escrowMicros(bytes, pricePerGiBMicros) {
  return (product(bytes, pricePerGiBMicros) + ROUND_UP) >> BYTES_PER_GIB_LOG2;
}

/**
 * @param {bigint | number} bytes
 * @param {bigint | number} price
 */
function product(bytes, price) {
  const value = BigInt(bytes) * BigInt(price);
  if (BigInt(bytes) < 0n || BigInt(price) < 0n) throw new RangeError('bytes and price are not negative');
  return value;
}
