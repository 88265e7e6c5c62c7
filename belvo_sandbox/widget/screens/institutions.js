import { button, element, heading, uniqueId } from "../dom.js";
import { icon } from "../icons.js";
import { countriesOf, matching } from "../institutions.js";
import { initials, picture } from "../pictures.js";

/**
 * A search box over a list of buttons. Arrow keys go through both.
 *
 * @typedef {import("../frame.js").Screen & {
 *   wait: () => void,
 *   offer: (institutions: import("../institutions.js").Institution[]) => void,
 *   fail: () => void,
 * }} InstitutionsScreen
 *
 * @param {object} texts
 * @param {{onChoose: Function, onRetry: () => void, back: () => void, announce: (text: string) => void}} options
 * @returns {InstitutionsScreen}
 */
export function institutionsScreen(texts, { onChoose, onRetry, back, announce }) {
  const words = texts.institutions;
  const title = heading(words.title);
  const search = searchBox(words);
  const results = element("div", { class: "results" });
  let offered = null; // until they are loaded, typing finds nothing and must not say so

  const draw = () => {
    const found = matching(offered, search.value);
    results.replaceChildren(found.length ? rows(texts, found, onChoose) : nothing(words, search.value));
    announce(words.found(found.length));
  };
  search.addEventListener("input", () => offered && draw());
  search.addEventListener("keydown", (event) => {
    const [only, ...others] = results.querySelectorAll("button.row");
    if (event.key === "Enter" && only && !others.length) only.click();
  });

  const content = element("div", { class: "content" }, results);
  content.addEventListener("keydown", (event) => moveFocus(event, search, results));
  search.addEventListener("keydown", (event) => moveFocus(event, search, results));

  const set = (busy, ...children) => {
    results.setAttribute("aria-busy", String(busy));
    results.replaceChildren(...children);
  };
  return {
    page: "/institutions",
    title: title.textContent,
    focus: search,
    back,
    element: element("section", { class: "screen institutions" },
      element("div", { class: "lead" }, title,
        element("div", { class: "search" }, icon("search"), search)),
      content,
    ),
    wait: () => set(true, skeleton(words)),
    offer: (institutions) => {
      offered = institutions;
      set(false);
      draw();
    },
    fail: () => {
      set(false, message("alert", words.failed, words.failedHelp, button(words.retry, onRetry, "secondary")));
      announce(`${words.failed}. ${words.failedHelp}`);
    },
  };
}

function searchBox(words) {
  return element("input", {
    type: "search",
    "aria-label": words.search,
    placeholder: words.placeholder,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
  });
}

function rows(texts, institutions, onChoose) {
  const countries = new Intl.DisplayNames(texts.lang, { type: "region" });
  const items = institutions.map((institution) => row(texts, countries, institution, onChoose));
  return element("ul", { class: "rows" }, ...items);
}

function row(texts, countries, institution, onChoose) {
  const { display_name, icon_logo, primary_color, status, type } = institution;
  const words = texts.institutions;
  const [name, details] = [uniqueId("name"), uniqueId("details")];
  const facts = countriesOf(institution).map((code) => countries.of(code));
  facts.push(status === "down" ? words.down : words.types[type]);
  const node = element("button", { type: "button", class: "row", "aria-labelledby": name, "aria-describedby": details },
    picture(icon_logo, initials(display_name), primary_color),
    element("span", { class: "words" },
      element("span", { class: "name", id: name }, display_name),
      element("span", { class: "details", id: details }, facts.filter(Boolean).join(" · ")),
    ),
    icon("chevron"),
  );
  node.addEventListener("click", () => onChoose(institution));
  return element("li", {}, node);
}

function nothing(words, query) {
  return query
    ? message("search", words.noMatch(query), words.noMatchHelp)
    : message("bank", words.none, words.noneHelp);
}

function message(symbol, title, text, ...rest) {
  const words = [element("strong", {}, title), element("p", {}, text)];
  return element("div", { class: "empty" }, icon(symbol), ...words, ...rest);
}

function skeleton(words) {
  const line = () => element("li", {}, element("span", { class: "tile" }), element("span", { class: "bar" }));
  const lines = Array.from({ length: 5 }, line);
  return element("ul", { class: "rows skeleton", "aria-label": words.loading }, ...lines);
}

function moveFocus(event, search, results) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [search, ...results.querySelectorAll("button.row")];
  const next = stops[stops.indexOf(event.target) + step];
  event.preventDefault();
  next?.focus();
}
