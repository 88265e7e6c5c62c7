import { ApiError } from "./api.js";
import { offered } from "./institutions.js";
import { institutionsScreen } from "./screens/institutions.js";

/** The institutions to choose from: asked for while another screen is read, shown as far as they have come. */
export class Catalogue {
  screen;
  #failed = false;
  #offered = null;
  #options;

  /**
   * @param {object} options
   * @param {import("./api.js").Api} options.api
   * @param {import("./institutions.js").Filter} options.filter
   * @param {boolean} options.mayConsent
   * @param {AbortSignal} options.signal
   * @param {object} options.texts
   * @param {(text: string) => void} options.announce
   * @param {() => boolean} options.isShown
   * @param {() => void} options.onBack
   * @param {(institution: import("./institutions.js").Institution) => void} options.onChoose
   * @param {(error: ApiError) => void} options.onRefused
   */
  constructor(options) {
    const { announce, onBack: back, onChoose, texts } = options;
    this.#options = options;
    this.screen = institutionsScreen(texts, { announce, back, onChoose, onRetry: () => this.load() });
  }

  /** @returns {import("./institutions.js").Institution | null} the one that needs no choice */
  get only() {
    return this.#offered?.length === 1 ? this.#offered[0] : null;
  }

  async load() {
    const { api, filter, isShown, mayConsent, onChoose, onRefused, signal } = this.#options;
    this.#failed = false;
    if (isShown()) this.draw();
    try {
      this.#offered = offered(await api.institutions(signal), filter, mayConsent);
    } catch (cause) {
      if (signal.aborted) return;
      this.#failed = true;
      if (isShown()) this.draw();
      onRefused(ApiError.from(cause));
      return;
    }
    if (!isShown()) return;
    if (this.only) onChoose(this.only);
    else this.draw();
  }

  draw() {
    if (this.#offered) this.screen.offer(this.#offered);
    else if (this.#failed) this.screen.fail();
    else this.screen.wait();
  }
}
