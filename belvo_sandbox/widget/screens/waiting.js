import { element, heading } from "../dom.js";

const SLOW = 10_000; // ms

/**
 * @typedef {import("../frame.js").Screen & {stop: () => void}} WaitingScreen
 *
 * @param {object} texts
 * @param {{institution: import("../institutions.js").Institution, announce: (text: string) => void}} options
 * @returns {WaitingScreen}
 */
export function waitingScreen(texts, { institution, announce }) {
  const title = heading(texts.waiting.title(institution.display_name));
  const text = element("p", {}, texts.waiting.text);
  const timer = setTimeout(() => {
    text.textContent = texts.waiting.slow;
    announce(texts.waiting.slow);
  }, SLOW);
  return {
    page: "/waiting",
    title: `${title.textContent}. ${texts.waiting.text}`,
    focus: title,
    element: element("section", { class: "screen result waiting" },
      element("div", { class: "content" }, element("span", { class: "spinner", "aria-hidden": "true" }), title, text),
    ),
    stop: () => clearTimeout(timer),
  };
}
