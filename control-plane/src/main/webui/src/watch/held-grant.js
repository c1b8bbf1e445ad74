/** A grant that this page has, the box it is for, and what became of it. */
export class HeldGrant {
  #aborter = new AbortController();

  /**
   * @param {import('skyv-client').Purse} purse
   * @param {string} url of the box, without a slash at the end
   * @param {number} nowMillis the page's own clock; the life of a grant is counted from here, so that a wrong clock does no
   *     harm
   */
  constructor(purse, url, nowMillis) {
    const { id, box, issuedAtMillis, expiresAtMillis } = purse.grant;
    this.purse = purse;
    this.id = id;
    this.box = box;
    this.url = url;
    this.sinceMillis = nowMillis;
    this.lifeMillis = Number(expiresAtMillis - issuedAtMillis);
    /** Whether the box has seen the token, so that naming the id is enough. */
    this.presented = false;
    /** Why it is not used any more; empty while it is. */
    this.ended = '';
    /** What the control plane last said of it. @type {Record<string, any> | undefined} */
    this.booking = undefined;
  }

  /** Aborts when the box is left: what is still under way there is of no use. */
  get left() {
    return this.#aborter.signal;
  }

  /** @param {number} nowMillis */
  remainingMillis(nowMillis) {
    return this.sinceMillis + this.lifeMillis - nowMillis;
  }

  /**
   * @param {string} why
   * @param {boolean} leaveBox
   */
  end(why, leaveBox) {
    this.ended = why;
    if (leaveBox) this.#aborter.abort(new DOMException(why, 'AbortError'));
  }

  /** Parameters that name the grant, or present it where the box has not seen it yet. */
  get query() {
    return this.presented ? `g=${this.id}` : `g=${this.id}&grant=${this.purse.grant.token}`;
  }
}
