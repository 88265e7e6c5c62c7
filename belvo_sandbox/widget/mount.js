/** Puts a dialog into the page and takes every trace of it out again. */

/**
 * A shadow root keeps the page's styles and ours apart, and the top layer makes z-index, transforms and overflow of the
 * page irrelevant. What is left is a hidden ancestor, which hides dialogs too: then the host moves to the body.
 */
export class Mount {
  /** @type {ShadowRoot} */
  root;
  #anchor;
  #host = document.createElement("belvo-sandbox-widget"); // an unknown name, so that no rule of the page is about it
  #focused = deepActiveElement();
  #observer;
  #scroll = null;

  /**
   * @param {Element} anchor  #belvo
   * @param {CSSStyleSheet[]} sheets
   * @param {() => void} onRemoved  the page has taken the anchor away, or emptied it
   */
  constructor(anchor, sheets, onRemoved) {
    this.#anchor = anchor;
    this.root = this.#host.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = sheets;
    this.#observer = new MutationObserver(() => {
      if (!this.#anchor.isConnected || !this.#host.isConnected) onRemoved();
    });
    this.#observer.observe(document, { childList: true, subtree: true });
  }

  /** @param {HTMLDialogElement} dialog */
  show(dialog) {
    this.root.append(dialog);
    this.#anchor.append(this.#host);
    dialog.showModal();
    if (!dialog.checkVisibility()) {
      dialog.close();
      document.body.append(this.#host);
      dialog.showModal();
    }
    this.#lockScroll();
  }

  remove() {
    this.#observer.disconnect();
    this.#unlockScroll();
    this.#host.remove();
    if (this.#focused?.isConnected) this.#focused.focus({ preventScroll: true });
  }

  #lockScroll() {
    const { style } = document.documentElement;
    const gutter = innerWidth > document.documentElement.clientWidth ? "stable" : style.scrollbarGutter;
    this.#scroll = { overflow: style.overflow, scrollbarGutter: style.scrollbarGutter };
    Object.assign(style, { overflow: "hidden", scrollbarGutter: gutter });
  }

  #unlockScroll() {
    if (this.#scroll) Object.assign(document.documentElement.style, this.#scroll);
    this.#scroll = null;
  }
}

function deepActiveElement() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
