import { button, element, heading } from "../dom.js";
import { icon } from "../icons.js";

const SYMBOLS = { token: "clock", expired: "clock", timeout: "clock", duplicated: "link" };

/**
 * What happened, what it means, what to do; Belvo's code and the request's number in small print.
 *
 * @param {object} texts
 * @param {object} options
 * @param {string} options.failure  a key of texts.failures
 * @param {string} options.institution  its display name, or ""
 * @param {{code: string, requestId?: string, errors?: {field?: string}[]}} options.error
 * @param {[string, () => void][]} options.actions  keys of texts.actions; the first is suggested
 * @returns {import("../frame.js").Screen}
 */
export function failureScreen(texts, { failure, institution, error, actions }) {
  const words = texts.failures[failure];
  const title = heading(words.title(institution));
  const text = words.text(institution);
  const fields = failure === "setup" ? error.errors.map(({ field }) => field) : [];
  const ids = [error.code, ...fields, error.requestId].filter(Boolean);
  const buttons = actions.map(([name, act], place) =>
    button(texts.actions[name], act, place ? "secondary" : "primary"));
  return {
    page: "/error",
    title: `${title.textContent}. ${text}`,
    focus: title,
    element: element("section", { class: "screen result failure" },
      element("div", { class: "content" },
        element("span", { class: "mark" }, icon(SYMBOLS[failure] ?? "alert")),
        title,
        element("p", {}, text),
        element("p", { class: "fine" }, ...ids.map((id) => element("code", {}, id))),
      ),
      element("div", { class: "actions" }, ...buttons),
    ),
  };
}
