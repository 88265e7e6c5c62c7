import { element, heading } from "../dom.js";
import { initials, picture } from "../pictures.js";

const OPEN_FOR = 60_000; // ms; https://developers.belvo.com/products/aggregation_brazil/ofda-widget-introduction

/**
 * The last page before the bank's own. A link, not a button: in a frame it leads out of the frame, which banks don't
 * let themselves be shown in.
 *
 * @param {object} texts
 * @param {object} options
 * @param {import("../institutions.js").Institution} options.institution
 * @param {string} options.url
 * @param {(event: MouseEvent) => void} options.onGo
 * @param {() => void} options.onLate  nobody has gone in time
 * @returns {import("../frame.js").Screen & {stop: () => void}}
 */
export function redirectScreen(texts, { institution, url, onGo, onLate }) {
  const { display_name, icon_logo, primary_color } = institution;
  const words = texts.redirect;
  const title = heading(words.title(display_name));
  const go = element("a", { class: "button primary", href: url, target: "_top", referrerpolicy: "no-referrer" }, words.go);
  const timer = setTimeout(onLate, OPEN_FOR);
  go.addEventListener("click", onGo);
  return {
    page: "/redirect",
    title: `${title.textContent}. ${words.text(display_name)}`,
    focus: go,
    element: element("section", { class: "screen result redirect" },
      element("div", { class: "content" },
        picture(icon_logo, initials(display_name), primary_color),
        title,
        element("p", {}, words.text(display_name)),
        element("p", { class: "note" }, words.time),
      ),
      element("div", { class: "actions" }, go),
    ),
    stop: () => clearTimeout(timer),
  };
}
