/** The API as the widget sees it: what it calls, made with the access token and with nothing else. */

const LIST_TIMEOUT = 30_000; // ms
const LOGIN_TIMEOUT = 310_000; // the API itself gives up after five minutes
const MAX_PAGES = 50;

/** A refusal by the API, or no answer at all. */
export class ApiError extends Error {
  /** @param {{status: number, code: string, message: string, request_id?: string, field?: string}} answer */
  constructor(answer, errors = [answer]) {
    super(answer.message);
    this.status = answer.status;
    this.code = answer.code;
    this.requestId = answer.request_id ?? "";
    /** All items of the error array, as received; for 428 with session, link, token_generation_data, expiry. */
    this.errors = errors;
  }

  /** Anything else that goes wrong is unexpected to the person, and stays visible in the console. */
  static from(cause) {
    if (cause instanceof ApiError) return cause;
    if (cause.name !== "AbortError") reportError(cause);
    return new ApiError({ status: 500, code: "unexpected_error", message: "Something went wrong" });
  }
}

export class Api {
  /** The access token. */
  token;
  #base;

  /**
   * @param {URL} base  ends with /api/
   * @param {string} token
   */
  constructor(base, token) {
    this.#base = base;
    this.token = token;
  }

  /** @returns {Promise<import("./institutions.js").Institution[]>} all pages */
  async institutions(signal) {
    const rows = [];
    let url = new URL("institutions/?page_size=1000", this.#base);
    for (let page = 0; url && page < MAX_PAGES; page += 1) {
      const answer = await this.#request("GET", url, { signal, timeout: LIST_TIMEOUT });
      rows.push(...answer.results);
      url = answer.next && new URL(new URL(answer.next).search, new URL("institutions/", this.#base));
    }
    return rows;
  }

  /** @returns {Promise<import("./institutions.js").Institution>} */
  async institution(name, signal) {
    const url = new URL(`institutions/?name=${encodeURIComponent(name)}`, this.#base);
    const { results } = await this.#request("GET", url, { signal, timeout: LIST_TIMEOUT });
    const found = results.find((institution) => institution.name === name);
    if (!found) throw new ApiError({ status: 404, code: "not_found", message: `No institution is called ${name}` });
    return found;
  }

  /** @returns {Promise<{id: string, institution: string, status: string}>} */
  link(id, signal) {
    return this.#request("GET", new URL(`links/${id}/`, this.#base), { signal, timeout: LIST_TIMEOUT });
  }

  /** @returns {Promise<{id: string, institution: string}>} the link; rejects with status 428 if a token is asked for */
  createLink(body, signal) {
    return this.#request("POST", new URL("links/", this.#base), { body, signal, timeout: LOGIN_TIMEOUT });
  }

  /** @returns {Promise<{id: string, institution: string}>} the link that createLink left unconfirmed */
  resumeLink(body, signal) {
    return this.#request("PATCH", new URL("links/", this.#base), { body, signal, timeout: LOGIN_TIMEOUT });
  }

  /** @returns {Promise<{id: string, institution: string}>} the link with new credentials; 428 as in createLink */
  updateLink(id, body, signal) {
    return this.#request("PUT", new URL(`links/${id}/`, this.#base), { body, signal, timeout: LOGIN_TIMEOUT });
  }

  /** @returns {Promise<{id: string, authorization_url: string}>} a consent that waits for its person at the bank */
  askConsent(body, signal) {
    return this.#request("POST", new URL("consents/", this.#base), { body, signal, timeout: LOGIN_TIMEOUT });
  }

  /** @returns {Promise<{id: string, institution: string}>} the link that the consent was given for */
  finishConsent(id, body, signal) {
    const url = new URL(`consents/${encodeURIComponent(id)}/callback/`, this.#base);
    return this.#request("POST", url, { body, signal, timeout: LOGIN_TIMEOUT });
  }

  async #request(method, url, { body, signal, timeout }) {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
    const { status, ok, text } = await this.#send(method, url, body, limited);
    const answer = parse(text);
    if (ok && answer !== undefined) return answer;
    throw refusal(status, answer);
  }

  async #send(method, url, body, signal) {
    try {
      const response = await fetch(url, {
        method,
        headers: { Authorization: `Bearer ${this.token}`, ...(body && { "Content-Type": "application/json" }) },
        body: body && JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal,
      });
      return { status: response.status, ok: response.ok, text: await response.text() };
    } catch (cause) {
      if (cause.name === "AbortError") throw cause;
      throw cause.name === "TimeoutError"
        ? new ApiError({ status: 408, code: "request_timeout", message: "The request took too long" })
        : new ApiError({ status: 0, code: "unexpected_error", message: "The network connection was lost" });
    }
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status, answer) {
  const errors = (Array.isArray(answer) ? answer : [answer]).filter((item) => item?.code);
  const { code = "unexpected_error", message, request_id } = errors[0] ?? {};
  if (status === 401 && code !== "consent_without_accounts") {
    const message = "Access token is not valid";
    return new ApiError({ status, request_id, code: "ACCESS_TOKEN_NOT_VALID", message }, errors);
  }
  return new ApiError({ status, request_id, code, message: message ?? `Unexpected answer (HTTP ${status})` }, errors);
}
