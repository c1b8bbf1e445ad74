/**
 * A receipt as request header `SKYV-Receipt`, for programs. Browsers send {@link receiptQuery}: a custom header would
 * cost a preflight for every URL.
 *
 * @param {string} grant
 * @param {number} index
 * @param {string} preimage w_index in hex
 */
export function receiptHeader(grant, index, preimage) {
  return `${grant};${index};${preimage}`;
}

/**
 * @param {string} grant
 * @param {number} index
 * @param {string} preimage w_index in hex
 */
export function receiptQuery(grant, index, preimage) {
  return `g=${grant}&i=${index}&w=${preimage}`;
}
