const EVERY_MILLIS = 2_000;
const FOLLOWED = 5;

/** Asks the control plane what it has booked of this page's last grants, until they are closed. */
export class Bookings {
  #controlPlane;
  #history;
  #timer;

  /**
   * @param {import('./control-plane.js').ControlPlane} controlPlane
   * @param {() => import('./held-grant.js').HeldGrant[]} history
   */
  constructor(controlPlane, history) {
    this.#controlPlane = controlPlane;
    this.#history = history;
    this.#timer = setTimeout(() => this.#run(), EVERY_MILLIS);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async read() {
    const open = this.#history().slice(-FOLLOWED).filter((held) => held.booking?.state !== 'closed');
    for (const held of open) {
      try {
        held.booking = await this.#controlPlane.grant(held.id);
      } catch {
        return; // It will be asked again; a grant is not lost by it.
      }
    }
  }

  async #run() {
    await this.read();
    if (this.#timer !== undefined) this.#timer = setTimeout(() => this.#run(), EVERY_MILLIS);
  }
}
