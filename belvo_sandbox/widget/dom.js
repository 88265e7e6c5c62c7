/**
 * Elements without markup: whatever comes from the API can only become text.
 *
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]  true: there; false, null: absent
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child || child === 0));
  return node;
}

/**
 * @param {string} label
 * @param {() => void} onClick
 * @param {"primary" | "secondary" | "quiet"} [kind]
 */
export function button(label, onClick, kind = "primary") {
  const node = element("button", { type: "button", class: `button ${kind}` }, label);
  node.addEventListener("click", onClick);
  return node;
}

/** A screen's heading; it takes the focus where no field does, so that screen readers start there. */
export function heading(text) {
  return element("h2", { tabindex: -1 }, text);
}

let lastId = 0;

/** An id that is unique in the widget's shadow root. */
export function uniqueId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
