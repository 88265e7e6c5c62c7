/**
 * One opening of the widget: what it is about, and what it tells the page.
 * Payloads: https://developers.belvo.com/developer_resources/web-widget-for-web
 */
export class Session {
  /** @type {import("./institutions.js").Institution | null} */
  institution = null;
  isConnected = false;
  #functions;
  #id = randomHex(16);
  #page = "";
  #lastError = null;

  /** @param {{callback?: Function, onExit?: Function, onEvent?: Function}} functions  the page's own */
  constructor(functions) {
    this.#functions = functions;
  }

  /** The last part of the page that is shown, as onExit names it. */
  get step() {
    return this.#page.slice(1);
  }

  /** @param {string} page  "/institutions" */
  shown(page) {
    const details = { page, from: this.#page, institution_name: this.#institutionName };
    this.#page = page;
    // Belvo's guide prints this one event with `metadata` and all others with `meta_data`; pages read either.
    this.#tell("onEvent", { eventName: "PAGE_LOAD", request_id: this.#id, metadata: details, meta_data: details });
  }

  /** @param {import("./api.js").ApiError} error */
  failed({ code, message, requestId }) {
    this.#lastError = { code, message };
    this.#tell("onEvent", {
      eventName: "ERROR",
      request_id: requestId || this.#id,
      meta_data: {
        error_code: code,
        error_message: message,
        institution_name: this.#institutionName,
        timestamp: new Date().toISOString(),
      },
    });
  }

  warned(code, message) {
    this.#tell("onEvent", {
      eventName: "WARNING",
      request_id: this.#id,
      meta_data: { warning_code: code, warning_message: message },
    });
  }

  /** @param {{id: string, institution: string}} link */
  connected(link) {
    this.isConnected = true;
    this.#tell("callback", link.id, link.institution);
  }

  left(step) {
    this.#tell("onExit", {
      last_encountered_error: this.#lastError,
      meta_data: { institution_name: this.#institutionName, step },
    });
  }

  get #institutionName() {
    return this.institution?.name ?? "";
  }

  /** What the page's function throws is the page's to see, in its console, and must not end the connection. */
  #tell(name, ...payload) {
    try {
      this.#functions[name]?.(...payload);
    } catch (error) {
      reportError(error);
    }
  }
}

/** crypto.randomUUID would be missing on pages that are served without TLS. */
function randomHex(bytes) {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
