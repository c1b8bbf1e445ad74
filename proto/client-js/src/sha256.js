/**
 * @param {BufferSource} message
 * @returns {Promise<Uint8Array<ArrayBuffer>>} 32 bytes
 */
export async function sha256(message) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', message));
}
