import { button, element, heading } from "../dom.js";
import { Fields } from "../fields.js";

/**
 * The institution wants a token, or a confirmation on another device.
 * https://developers.belvo.com/docs/handling-2-factor-authentication
 *
 * @typedef {object} Challenge  the item of a 428 answer, in part
 * @property {number | string} [expiry]  seconds; the description says a number, its example is text
 * @property {{instructions?: string, type?: string, value?: string, expects_user_input?: boolean,
 *             expect_user_input?: boolean}} [token_generation_data]
 *
 * @param {object} texts
 * @param {object} options
 * @param {import("../institutions.js").Institution} options.institution
 * @param {Challenge} options.challenge
 * @param {boolean} options.wrong  the token before this one was refused
 * @param {(values: {token?: string}) => void} options.onSubmit
 * @returns {import("../frame.js").Screen}
 */
export function tokenScreen(texts, { institution, challenge, wrong, onSubmit }) {
  const words = texts.token;
  const given = challenge.token_generation_data ?? {};
  const typed = (given.expects_user_input ?? given.expect_user_input) !== false;
  const fields = new Fields(typed ? [tokenField(words)] : [], { required: words.required, invalid: words.required });
  if (wrong) fields.refuse("token", words.wrong);
  const title = heading(words.title);
  const submit = element("button", { type: "submit", class: "button primary" }, typed ? words.submit : words.confirmed);
  const form = element("form", { class: "screen token", autocomplete: "off", novalidate: true },
    element("div", { class: "content" },
      title,
      element("p", {}, words.text(institution.display_name)),
      ...instructions(words, given),
      ...fields.elements,
      expiry(words, challenge.expiry),
      typed && element("p", { class: "hint" },
        element("span", {}, words.hint),
        button(texts.credentials.fill, () => fields.fill({ token: "111111" }), "quiet")),
    ),
    element("div", { class: "actions" }, submit),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (fields.check()) onSubmit(fields.values());
  });
  return { page: "/token", title: title.textContent, focus: fields.focus ?? submit, element: form };
}

function tokenField(words) {
  return { name: "token", type: "text", label: words.label };
}

/** A picture only if the value is one: what a "qr" carries is not published. */
function instructions(words, { instructions: text, type, value }) {
  const isPicture = /^data:image\//i.test(value ?? "");
  return [
    text && element("p", {}, text),
    value && (isPicture ? element("img", { class: "qr", src: value, alt: words.qr }) : code(words, type, value)),
  ].filter(Boolean);
}

function code(words, type, value) {
  const name = element("span", { class: "hidden" }, `${type === "qr" ? words.qr : words.numeric}: `);
  return element("p", { class: "code" }, name, value);
}

function expiry(words, seconds) {
  const minutes = Math.floor(Number(seconds) / 60);
  return minutes >= 1 ? element("p", { class: "note" }, words.expires(minutes)) : null;
}
