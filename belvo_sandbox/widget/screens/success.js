import { button, element, heading } from "../dom.js";
import { icon } from "../icons.js";
import { logo } from "../pictures.js";

/**
 * @param {object} texts
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.text
 * @param {string} options.done
 * @param {string} [options.logoUrl]  of the application
 * @param {{id: string}} options.link
 * @param {() => void} options.onDone
 * @returns {import("../frame.js").Screen}
 */
export function successScreen(texts, { title: words, text, done: label, logoUrl, link, onDone }) {
  const title = heading(words);
  const done = button(label, onDone);
  return {
    page: "/success",
    title: title.textContent,
    focus: done,
    element: element("section", { class: "screen result success" },
      element("div", { class: "content" },
        logo(logoUrl),
        element("span", { class: "mark" }, icon("check")),
        title,
        element("p", {}, text),
        element("p", { class: "fine" }, texts.success.link, element("code", {}, link.id)),
      ),
      element("div", { class: "actions" }, done),
    ),
  };
}
