/**
 * Belvo's error codes as the cases that a person can tell apart. `texts.failures` has the words for each.
 * https://developers.belvo.com/developer_resources/resources-belvo-api-errors
 */

const BY_CODE = {
  ACCESS_TOKEN_NOT_VALID: "token",
  access_denied: "refused",
  consent_without_accounts: "accounts",
  duplicated: "duplicated",
  institution_down: "down",
  institution_inactive: "inactive",
  institution_unavailable: "down",
  login_error: "login",
  request_timeout: "timeout",
  session_expired: "expired",
  session_expired_ob: "late",
  too_many_sessions: "sessions",
  validation_error: "details",
};

/** The seven messages of login_error mean different things; these are not cured by typing again. */
const BY_LOGIN_MESSAGE = [
  [/locked/i, "locked"],
  [/forbidden/i, "forbidden"],
  [/not supported/i, "unsupported"],
];

/** What the person types; any other field is of the application's making. */
const TYPED = new Set(["username", "username2", "username_type", "password", "password2", "token", "cpf", "name"]);

/** What to offer after each case; what isn't listed offers another attempt. */
const ACTIONS = {
  token: ["leave"],
  setup: ["leave"],
  renewal: ["leave"],
  down: ["institutions", "retry"],
  inactive: ["institutions"],
  duplicated: ["institutions"],
  locked: ["institutions"],
  forbidden: ["institutions"],
  unsupported: ["institutions"],
  expired: ["credentials"],
};

/** @param {import("./api.js").ApiError} error */
export function caseOf({ status, code, message, errors }) {
  if (status === 0) return "network";
  if (code === "login_error") return BY_LOGIN_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ?? "login";
  if (BY_CODE[code]) return BY_CODE[code];
  const fields = errors.map((error) => error.field).filter(Boolean);
  if (status !== 400 || !fields.length) return "unexpected";
  return fields.some((field) => TYPED.has(field)) ? "details" : "setup";
}

/** Cases that the form itself shows, with what was typed still in it. */
export function isAboutTheForm(failure) {
  return failure === "login" || failure === "details";
}

/** @returns {string[]} the first is the one to suggest */
export function actionsAfter(failure) {
  return ACTIONS[failure] ?? ["retry", "institutions"];
}
