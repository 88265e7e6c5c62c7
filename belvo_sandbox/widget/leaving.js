/** Asks before the widget closes, over the screen that is open, so that what is typed there stays. */

import { button, element, uniqueId } from "./dom.js";
import { guard } from "./modal.js";

export class Leaving {
  #dialog = null;
  #answer = null;
  #loss;
  #root;
  #texts;

  /**
   * @param {ShadowRoot} root
   * @param {object} texts
   * @param {string} [loss]  what the application says is lost by leaving
   */
  constructor(root, texts, loss = "") {
    this.#loss = loss;
    this.#root = root;
    this.#texts = texts;
  }

  get isOpen() {
    return this.#dialog !== null;
  }

  /**
   * @param {{confirm: boolean, survey: boolean, isLoggingIn: boolean}} questions
   * @returns {Promise<boolean>} whether to leave
   */
  async ask({ confirm, survey, isLoggingIn }) {
    if (confirm && !(await this.#confirm(isLoggingIn))) return false;
    return survey ? this.#survey() : true;
  }

  /** Takes the question back: there is nothing left to leave. */
  cancel() {
    this.#settle(false);
  }

  #confirm(isLoggingIn) {
    const { title, text, textLoggingIn, stay, leave } = this.#texts.leaving;
    return this.#open("alertdialog", title, () => this.#settle(false),
      element("p", {}, isLoggingIn ? textLoggingIn : this.#loss || text),
      element("div", { class: "actions" },
        button(stay, () => this.#settle(false)), button(leave, () => this.#settle(true), "secondary")),
    );
  }

  #survey() {
    const { title, reasons, note, send, skip } = this.#texts.survey;
    const form = element("form", {},
      element("div", { class: "choices", role: "radiogroup", "aria-label": title },
        ...Object.entries(reasons).map(choice)),
      element("p", { class: "note" }, note),
      element("div", { class: "actions" },
        element("button", { type: "submit", class: "button primary" }, send),
        button(skip, () => this.#settle(true), "secondary")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#settle(true);
    });
    return this.#open("dialog", title, () => this.#settle(true), form);
  }

  /** @returns {Promise<boolean>} */
  #open(role, title, onEscape, ...children) {
    const id = uniqueId("title");
    const dialog = element("dialog", { class: "sheet", role, "aria-labelledby": id, lang: this.#texts.lang },
      element("h2", { id }, title), ...children);
    guard(dialog, onEscape);
    this.#dialog = dialog;
    this.#root.append(dialog);
    dialog.showModal();
    dialog.querySelector("input, button").focus();
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  #settle(answer) {
    this.#dialog?.close(); // gives the focus back, which remove() alone would not
    this.#dialog?.remove();
    this.#dialog = null;
    this.#answer?.(answer);
  }
}

function choice([value, words]) {
  const radio = element("input", { type: "radio", name: "reason", value });
  return element("label", { class: "choice" }, radio, element("span", {}, words));
}
