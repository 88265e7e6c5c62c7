/**
 * The inputs that an institution's form_fields describe. What is typed lives in these inputs and nowhere else.
 * https://developers.belvo.com/docs/links-and-institutions
 *
 * @typedef {object} FormField
 * @property {string} name  username, username2, username_type, password, password2 or token
 * @property {"text" | "number" | "password" | "select" | "hidden"} type
 * @property {string} label
 * @property {string} [placeholder]
 * @property {string} [validation]  a regular expression
 * @property {string} [validation_message]
 * @property {(Rules & {code: string, label: string})[]} [values]  of a select
 * @property {string | number} [length]  the most characters
 * @property {boolean} [optional]
 * @property {string | boolean} [pre_selected]
 * @property {string} [value]
 *
 * @typedef {{validation?: string, validation_message?: string, placeholder?: string}} Rules
 */

import { element, uniqueId } from "./dom.js";

/** What a type of document may say about the field that holds its number. */
const RULES = ["validation", "validation_message", "placeholder"];

export class Fields {
  /** @type {HTMLElement[]} */
  elements;
  #fields;
  #hidden;

  /**
   * @param {FormField[]} formFields
   * @param {object} texts
   */
  constructor(formFields, texts) {
    this.#hidden = formFields.filter(({ type }) => type === "hidden");
    this.#fields = formFields.filter(({ type }) => type !== "hidden").map((field) => new Field(field, texts));
    this.elements = this.#fields.map((field) => field.element);
    this.#followTypes();
  }

  /** @returns {HTMLElement | undefined} the first input that has nothing in it, or the first */
  get focus() {
    return (this.#fields.find(({ value }) => !value) ?? this.#fields[0])?.input;
  }

  /** @returns {Record<string, string>} without those that were left empty */
  values() {
    const pairs = [
      ...this.#hidden.map(({ name, value }) => [name, value]),
      ...this.#fields.map(({ name, value }) => [name, value]),
    ];
    return Object.fromEntries(pairs.filter(([, value]) => value));
  }

  /** Marks what is wrong and goes to the first such input. */
  check() {
    const wrong = this.#fields.filter((field) => !field.check());
    wrong[0]?.input.focus();
    return wrong.length === 0;
  }

  /** @returns {boolean} whether there is such a field */
  refuse(name, message) {
    const field = this.#fields.find((candidate) => candidate.name === name);
    field?.refuse(message);
    return Boolean(field);
  }

  /** @param {Record<string, string>} values */
  fill(values) {
    for (const field of this.#fields) if (field.name in values) field.value = values[field.name];
  }

  /** Passwords and tokens are used once; the user's name stays for another attempt. */
  clearSecrets() {
    for (const field of this.#fields) if (field.isSecret) field.value = "";
  }

  clear() {
    for (const field of this.#fields) field.value = "";
  }

  /** A select named username_type decides what a username looks like. */
  #followTypes() {
    for (const select of this.#fields) {
      const governed = this.#fields.find(({ name }) => select.name === `${name}_type`);
      if (!governed) continue;
      const follow = () => governed.follow(select.chosen);
      select.input.addEventListener("change", follow);
      follow();
    }
  }
}

class Field {
  element;
  input;
  #field;
  #rules;
  #texts;
  #error = element("p", { class: "error", id: uniqueId("error") });
  #reveal;

  constructor(field, texts) {
    this.#field = this.#rules = field;
    this.#texts = texts;
    this.input = field.type === "select" ? select(field, texts) : input(field);
    this.#reveal = field.type === "password" ? reveal(this.input, field.label, texts) : null;
    const optional = field.optional && element("p", { class: "note", id: uniqueId("note") }, texts.optional);
    this.input.setAttribute("aria-describedby", [optional?.id, this.#error.id].filter(Boolean).join(" "));
    this.input.required = !field.optional;
    this.input.addEventListener("input", () => this.#showError("")); // a verdict on what is no longer there
    this.input.addEventListener("change", () => this.value && this.check()); // what was left empty may yet be filled in
    this.element = element("div", { class: "field" },
      element("div", { class: "label" }, element("label", { for: this.input.id }, field.label), optional),
      element("div", { class: "control" }, this.input, this.#reveal),
      this.#error,
    );
  }

  get name() {
    return this.#field.name;
  }

  /** A pasted name often brings a space along; in a password it may be meant. */
  get value() {
    return this.#field.type === "password" ? this.input.value : this.input.value.trim();
  }

  set value(value) {
    this.input.value = value;
    this.#showError("");
  }

  get isSecret() {
    return this.#field.type === "password" || this.name === "token";
  }

  get chosen() {
    return this.#field.values?.find(({ code }) => code === this.input.value);
  }

  /** @param {Rules} [rules]  those of the chosen type of document */
  follow(rules = {}) {
    const given = RULES.filter((name) => rules[name]).map((name) => [name, rules[name]]);
    this.#rules = { ...this.#field, ...Object.fromEntries(given) };
    this.input.placeholder = this.#rules.placeholder ?? "";
    this.#showError("");
  }

  check() {
    const message = this.#verdict();
    this.#showError(message);
    return !message;
  }

  refuse(message) {
    this.#showError(message || this.#rules.validation_message || this.#texts.invalid);
  }

  #verdict() {
    if (!this.value) return this.#field.optional ? "" : this.#texts.required;
    const tooLong = Number(this.#field.length) > 0 && this.value.length > Number(this.#field.length);
    const fits = !tooLong && matches(this.#rules.validation, this.value);
    return fits ? "" : this.#rules.validation_message || this.#texts.invalid;
  }

  #showError(message) {
    this.#error.textContent = message;
    this.input.setAttribute("aria-invalid", String(Boolean(message)));
  }
}

function input({ name, type, label, placeholder, value }) {
  return element("input", {
    id: uniqueId("field"),
    name,
    type: type === "password" ? "password" : "text",
    // A "number" is an account or a token: it keeps its leading zeros and has no arrows to step it.
    inputmode: type === "number" ? "numeric" : null,
    autocomplete: name === "token" ? "one-time-code" : "off",
    autocapitalize: "none",
    spellcheck: "false",
    placeholder: placeholder === label ? null : placeholder,
    value,
  });
}

function select({ name, values = [], pre_selected, value }, texts) {
  const node = element("select", { id: uniqueId("field"), name },
    element("option", { value: "" }, texts.choose),
    ...values.map(({ code, label }) => element("option", { value: code }, label)),
  );
  const only = values.length === 1 ? values[0] : null;
  const chosen = values.find(({ code }) => code === pre_selected || code === value) ?? only;
  node.value = chosen?.code ?? "";
  return node;
}

/** Named by its words, not by a label: "Password" must find the input alone. */
function reveal(field, label, texts) {
  const words = document.createTextNode(texts.show);
  const node = element("button", { type: "button", class: "reveal", "aria-controls": field.id }, words,
    element("span", { class: "hidden" }, ` ${label}`),
  );
  node.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    words.data = shown ? texts.show : texts.hide;
  });
  return node;
}

function matches(pattern, value) {
  if (!pattern) return true;
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return true; // written for another engine: the API will judge
  }
}
