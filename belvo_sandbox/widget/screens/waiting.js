import { element, heading } from "../dom.js";
import { logo } from "../pictures.js";

const SLOW = 10_000; // ms

/**
 * @typedef {import("../frame.js").Screen & {stop: () => void}} WaitingScreen
 *
 * @param {object} texts
 * @param {{title: string, text: string, logoUrl?: string, announce: (text: string) => void}} options
 * @returns {WaitingScreen}
 */
export function waitingScreen(texts, { title: words, text: first, logoUrl, announce }) {
  const title = heading(words);
  const text = element("p", {}, first);
  const timer = setTimeout(() => {
    text.textContent = texts.waiting.slow;
    announce(texts.waiting.slow);
  }, SLOW);
  return {
    page: "/waiting",
    title: `${words}. ${first}`,
    focus: title,
    element: element("section", { class: "screen result waiting" },
      element("div", { class: "content" },
        logo(logoUrl), element("span", { class: "spinner", "aria-hidden": "true" }), title, text),
    ),
    stop: () => clearTimeout(timer),
  };
}
