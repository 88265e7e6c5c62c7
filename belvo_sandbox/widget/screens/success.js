import { button, element, heading } from "../dom.js";
import { icon } from "../icons.js";

/**
 * @param {object} texts
 * @param {object} options
 * @param {import("../institutions.js").Institution} options.institution
 * @param {string} options.company  or ""
 * @param {{id: string}} options.link
 * @param {() => void} options.onDone
 * @returns {import("../frame.js").Screen}
 */
export function successScreen(texts, { institution, company, link, onDone }) {
  const title = heading(texts.success.title);
  const done = button(texts.success.done, onDone);
  return {
    page: "/success",
    title: title.textContent,
    focus: done,
    element: element("section", { class: "screen result success" },
      element("div", { class: "content" },
        element("span", { class: "mark" }, icon("check")),
        title,
        element("p", {}, texts.success.text(institution.display_name, company)),
        element("p", { class: "fine" }, texts.success.link, element("code", {}, link.id)),
      ),
      element("div", { class: "actions" }, done),
    ),
  };
}
