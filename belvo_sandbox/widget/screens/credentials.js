import { button, element, heading } from "../dom.js";
import { Fields } from "../fields.js";
import { testUser } from "../hints.js";
import { icon } from "../icons.js";
import { initials, picture } from "../pictures.js";

/**
 * The institution's own login form.
 *
 * @typedef {import("../frame.js").Screen & {
 *   refuse: (message: string, errors: {field?: string, message: string}[]) => void,
 *   values: () => Record<string, string>,
 *   clear: () => void,
 * }} CredentialsScreen
 *
 * @param {object} texts
 * @param {object} options
 * @param {import("../institutions.js").Institution} options.institution
 * @param {boolean} [options.again]  the link is there already, and only its credentials are new
 * @param {(values: Record<string, string>) => void} options.onSubmit  only with values that fit the form
 * @param {() => void} [options.back]
 * @returns {CredentialsScreen}
 */
export function credentialsScreen(texts, { institution, again = false, onSubmit, back }) {
  const words = texts.credentials;
  const title = heading((again ? words.again : words.title)(institution.display_name));
  const { display_name, icon_logo, primary_color } = institution;
  const fields = new Fields(institution.form_fields, words);
  const alert = element("p", { class: "alert", role: "alert", hidden: true });
  const form = element("form", { class: "screen credentials", autocomplete: "off", novalidate: true },
    element("div", { class: "content" },
      element("div", { class: "who" },
        picture(icon_logo, initials(display_name), primary_color), title),
      again && element("p", { class: "note" }, words.againText),
      alert,
      ...fields.elements,
      !again && hint(words, institution, fields),
    ),
    element("div", { class: "actions" },
      element("button", { type: "submit", class: "button primary" }, words.submit)),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (fields.check()) onSubmit(fields.values());
  });
  return {
    page: "/credentials",
    title: title.textContent,
    get focus() {
      return fields.focus;
    },
    back,
    element: form,
    refuse(message, errors) {
      fields.clearSecrets();
      for (const { field, message: reason } of errors) if (field) fields.refuse(field, reason);
      alert.hidden = false;
      alert.replaceChildren(icon("alert"), element("span", {}, message));
    },
    values: () => fields.values(),
    clear: () => fields.clear(),
  };
}

/** A quiet line with a user that works, for whoever shows the sandbox. */
function hint(words, institution, fields) {
  const user = testUser(institution);
  if (!user) return null;
  const parts = institution.form_fields.map(({ name }) => user[name]).filter(Boolean);
  return element("p", { class: "hint" },
    element("span", {}, words.hint(parts)),
    button(words.fill, () => fields.fill(user), "quiet"),
  );
}
