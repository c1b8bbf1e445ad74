/** Bytes or text from outside that are not what they should be; the message says what is wrong. */
export class MalformedError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'MalformedError';
  }
}
