import { element, heading } from "../dom.js";
import { Fields } from "../fields.js";
import { icon } from "../icons.js";
import { initials, picture } from "../pictures.js";

const CPF = "^\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}$";
const DURATIONS = { 92: 3, 183: 6, 275: 9, 366: 12 }; // days: months
const ENDLESS = "endless";
const TEST_PERSON = { cpf: "76109277673", name: "Ralph Bragg" };

/**
 * Open finance: who shares what with whom, and for how long. What the token lays down is told, the rest is asked.
 *
 * @typedef {import("./credentials.js").CredentialsScreen} IdentificationScreen
 *
 * @param {object} texts
 * @param {object} options
 * @param {import("../institutions.js").Institution} options.institution
 * @param {string} options.company  or ""
 * @param {import("../token.js").Consent} options.consent
 * @param {(values: {cpf?: string, name?: string, consent_duration?: string}) => void} options.onSubmit
 * @param {() => void} options.back
 * @returns {IdentificationScreen}
 */
export function identificationScreen(texts, { institution, company, consent, onSubmit, back }) {
  const words = texts.consent;
  const title = heading(words.title(institution.display_name));
  const person = consent.identification_info ?? [];
  const fields = new Fields(questions(words, person, consent.default_consent_duration_days), texts.credentials);
  const alert = element("p", { class: "alert", role: "alert", hidden: true });
  const submit = element("button", { type: "submit", class: "button primary" }, words.submit);
  const form = element("form", { class: "screen identification", autocomplete: "off", novalidate: true },
    element("div", { class: "content" },
      element("div", { class: "who" },
        picture(institution.icon_logo, initials(institution.display_name), institution.primary_color), title),
      element("p", {}, words.text(company || words.company, institution.display_name)),
      alert,
      facts(words, person, consent.purpose),
      permissions(words, consent.permissions),
      ...fields.elements,
      !person.length && hint(texts.credentials, fields),
      element("p", { class: "note" }, words.withdraw, " ", terms(words, consent.terms_and_conditions_url)),
    ),
    element("div", { class: "actions" }, submit),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (fields.check()) onSubmit(answers(fields));
  });
  return {
    page: "/identification",
    title: title.textContent,
    focus: person.length ? title : fields.focus,
    back,
    element: form,
    refuse(message, errors) {
      for (const { field } of errors) if (field) fields.refuse(field, "");
      alert.hidden = false;
      alert.replaceChildren(icon("alert"), element("span", {}, message));
    },
    values: () => answers(fields),
    clear: () => person.length || fields.fill({ cpf: "", name: "" }),
  };
}

/** @returns {import("../fields.js").FormField[]} */
function questions(words, person, usual) {
  const months = Object.entries(DURATIONS).map(([days, count]) => ({ code: days, label: words.months(count) }));
  // Where the token sets an end, none at all can't be asked for.
  const values = usual ? months : [...months, { code: ENDLESS, label: words.endless }];
  const duration = { name: "consent_duration", type: "select", label: words.duration, values };
  const identity = [
    { name: "cpf", type: "number", label: words.cpf, validation: CPF, validation_message: words.cpfHelp },
    { name: "name", type: "text", label: words.name, optional: true },
  ];
  return [...(person.length ? [] : identity), { ...duration, pre_selected: String(usual ?? ENDLESS) }];
}

function answers(fields) {
  const { consent_duration: duration, ...values } = fields.values();
  return duration === ENDLESS ? values : { ...values, consent_duration: duration };
}

function facts(words, person, purpose) {
  const rows = person.map(({ type, number, name }) => [words[type.toLowerCase()], `${grouped(number)} · ${name}`]);
  if (purpose) rows.push([words.purpose, purpose]);
  if (!rows.length) return null;
  return element("dl", { class: "facts" },
    ...rows.map(([term, text]) => element("div", {}, element("dt", {}, term), element("dd", {}, text))));
}

/** As people write a CPF or a CNPJ; what is neither stays as it is. */
function grouped(number) {
  return number
    .replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, "$1.$2.$3-$4")
    .replace(/^(\d{2})(\d{3})(\d{3})(\d{4})(\d{2})$/, "$1.$2.$3/$4-$5");
}

function permissions(words, groups) {
  const known = Object.entries(words.permissions).filter(([group]) => !groups || groups.includes(group));
  return element("div", {},
    element("h3", {}, words.shared),
    element("ul", { class: "permissions" },
      ...known.map(([, text]) => element("li", {}, icon("check"), element("span", {}, text)))),
  );
}

function terms(words, url) {
  if (!/^https?:\/\//i.test(url ?? "")) return null;
  return element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words.terms);
}

/** The test person whose consents the sandbox's own bank knows. */
function hint(words, fields) {
  const fill = element("button", { type: "button", class: "button quiet" }, words.fill);
  fill.addEventListener("click", () => fields.fill(TEST_PERSON));
  return element("p", { class: "hint" }, element("span", {}, words.hint(Object.values(TEST_PERSON))), fill);
}
