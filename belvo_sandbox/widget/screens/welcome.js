import { button, element, heading } from "../dom.js";
import { icon } from "../icons.js";
import { initials, picture } from "../pictures.js";

/**
 * What will happen, before anything does.
 *
 * @param {object} texts
 * @param {object} options
 * @param {import("../token.js").Branding} options.branding
 * @param {string} options.company  or ""
 * @param {string[]} options.resources  what the token's maker will fetch
 * @param {() => void} options.onNext
 * @returns {import("../frame.js").Screen}
 */
export function welcomeScreen(texts, { branding, company, resources, onNext }) {
  const title = heading(texts.welcome.title(company));
  const next = button(texts.welcome.next, onNext);
  return {
    page: "/consent", // Belvo's name for the first page
    title: title.textContent,
    focus: next,
    element: element("section", { class: "screen welcome" },
      element("div", { class: "content" },
        element("div", { class: "pair", "aria-hidden": "true" },
          company
            ? picture(branding.company_icon, initials(company))
            : element("span", { class: "tile" }, icon("link")),
          element("span", { class: "bridge" }),
          element("span", { class: "tile" }, icon("bank")),
        ),
        title,
        benefit(branding),
        element("ol", { class: "steps" }, ...texts.welcome.steps(company).map(step)),
        resources.length > 0 && element("p", { class: "note" }, texts.welcome.shared(named(texts, resources))),
        terms(texts, branding.company_terms_url, company),
      ),
      element("div", { class: "actions" }, next),
    ),
  };
}

/** What the application promises whoever connects, in its own words. */
function benefit({ company_benefit_header: title, company_benefit_content: text }) {
  if (!title && !text) return null;
  return element("div", { class: "benefit" },
    title && element("strong", {}, String(title)), text && element("span", {}, String(text)));
}

function step([symbol, title, text]) {
  return element("li", {}, icon(symbol), element("div", {}, element("strong", {}, title), element("span", {}, text)));
}

/** Resources that came after these texts are left out: their names are no words. */
function named(texts, resources) {
  return resources.map((resource) => texts.resources[resource]).filter(Boolean);
}

function terms(texts, url, company) {
  if (!/^https?:\/\//i.test(url ?? "")) return null;
  return element("p", { class: "note" },
    element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, texts.welcome.terms(company)));
}
