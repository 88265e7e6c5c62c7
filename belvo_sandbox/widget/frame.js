/**
 * The dialog around every screen: going back, leaving, the words "Local sandbox", and a live region.
 *
 * @typedef {object} Screen
 * @property {string} page  what PAGE_LOAD calls it: "/institutions"
 * @property {HTMLElement} element  holds `.content` and, if there are buttons, `.actions`
 * @property {HTMLElement} focus  where typing goes; a heading if there is nothing to type
 * @property {string} title  for those who can't see the heading
 * @property {() => void} [back]
 */

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { guard } from "./modal.js";

export class Frame {
  /** @type {HTMLDialogElement} */
  dialog;
  #back;
  #stage = element("div", { class: "stage" });
  #live = element("div", { class: "hidden", role: "status" });
  #screen = null;

  /**
   * @param {object} texts
   * @param {() => void} onLeave
   */
  constructor(texts, onLeave) {
    this.#back = iconButton("back", texts.back, () => this.#screen.back());
    const close = iconButton("close", texts.close, onLeave);
    this.dialog = element("dialog", { class: "frame", "aria-label": texts.dialog, lang: texts.lang },
      element("header", {}, this.#back, element("p", { class: "badge" }, texts.sandbox), close),
      this.#stage,
      element("footer", {}, texts.sandboxNote),
      this.#live,
    );
    guard(this.dialog, onLeave);
  }

  /** @param {Screen} screen */
  show(screen) {
    this.#screen = screen;
    this.#back.classList.toggle("absent", !screen.back);
    this.#stage.replaceChildren(screen.element);
    screen.element.querySelector(".content").scrollTop = 0;
    this.announce(screen.title);
    this.focusScreen();
  }

  focusScreen() {
    const heading = this.#stage.querySelector("h2");
    // A phone's keyboard would cover half the screen before its owner has read the other half.
    const target = matchMedia("(pointer: coarse)").matches ? heading : this.#screen.focus;
    (target ?? heading).focus({ preventScroll: true });
  }

  announce(text) {
    this.#live.textContent = text;
  }
}

function iconButton(name, label, onClick) {
  const node = element("button", { type: "button", class: "icon-button", "aria-label": label }, icon(name));
  node.addEventListener("click", onClick);
  return node;
}
