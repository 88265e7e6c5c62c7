/**
 * Where the hosted widget leads when it is over, as addresses of the application.
 * https://developers.belvo.com/developer_resources/platform-guides-hosted-widget-ios-swift
 */

/** What would run in this page instead of leaving it. */
const REFUSED = new Set(["blob:", "data:", "file:", "javascript:", "vbscript:"]);

/** @param {{success?: string, exit?: string, event?: string}} urls  callback_urls of the token */
export class Returns {
  #urls;

  constructor(urls) {
    this.#urls = urls;
  }

  success(link, institution) {
    return this.#address("success", { link, institution });
  }

  exit({ last_encountered_error: error, meta_data: { institution_name, step } }) {
    return this.#address("exit", {
      last_encountered_error_code: error?.code ?? "",
      last_encountered_error_message: error?.message ?? "",
      meta_data_institution_name: institution_name,
      meta_data_step: step,
    });
  }

  /** @param {{eventName: string, meta_data: object}} event  an ERROR or a WARNING; there are no others in addresses */
  event({ eventName, meta_data: data }) {
    if (eventName === "ERROR") {
      return this.#address("event", { error: data.error_code, error_message: data.error_message });
    }
    if (eventName === "WARNING") {
      return this.#address("event", { warning: data.warning_code, warning_message: data.warning_message });
    }
    return null;
  }

  /** @returns {string | null} null if the application named no address, or one that leads nowhere */
  #address(name, values) {
    try {
      const url = new URL(this.#urls[name]);
      if (REFUSED.has(url.protocol)) return null;
      for (const [key, value] of Object.entries(values)) url.searchParams.append(key, value);
      return url.href;
    } catch {
      return null;
    }
  }
}

/** An application takes its own scheme out of the page's navigation, so that the page goes on; http(s) leaves it. */
export function leavesThePage(address) {
  return /^https?:/i.test(address);
}
