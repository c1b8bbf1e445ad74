const MAX_TEXT = 4_096;

/** A refusal as boxes and the control plane say it (RFC 9457, application/problem+json). */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {Record<string, unknown>} fields
   */
  constructor(status, fields) {
    super(text(fields.detail) || text(fields.title) || `status ${status}`);
    this.name = 'Problem';
    this.status = status;
    /** What programs go by, such as `payment-due`; empty when the answer was no problem+json. */
    this.code = text(fields.code);
    /** 402 only: the index to pay, and the one that is paid. */
    this.due = count(fields.due);
    this.paid = count(fields.paid);
    /** How long to wait before asking again, where the answer said so. */
    this.retryAfterSeconds = count(fields.retryAfterSeconds);
  }

  /** @param {Response} response one that is not ok */
  static async of(response) {
    const fields = await fieldsOf(response);
    const seconds = response.headers.get('retry-after') ?? '';
    return new Problem(response.status, { ...fields, retryAfterSeconds: /^\d{1,6}$/.test(seconds) ? Number(seconds) : undefined });
  }
}

/** @param {Response} response */
async function fieldsOf(response) {
  const type = response.headers.get('content-type') ?? '';
  if (!/^application\/(problem\+)?json\b/i.test(type)) return {};
  try {
    const fields = JSON.parse((await response.text()).slice(0, MAX_TEXT));
    return fields !== null && typeof fields === 'object' ? fields : {};
  } catch {
    return {};
  }
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : '';
}

/** @param {unknown} value */
function count(value) {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
