/**
 * Belvo's error codes as the cases that a person can tell apart. `texts.failures` has the words for each.
 * https://developers.belvo.com/developer_resources/resources-belvo-api-errors
 */

const BY_CODE = {
  ACCESS_TOKEN_NOT_VALID: "token",
  duplicated: "duplicated",
  institution_down: "down",
  institution_inactive: "inactive",
  institution_unavailable: "down",
  login_error: "login",
  request_timeout: "timeout",
  session_expired: "expired",
  too_many_sessions: "sessions",
  validation_error: "details",
};

/** The seven messages of login_error mean different things; these are not cured by typing again. */
const BY_LOGIN_MESSAGE = [
  [/locked/i, "locked"],
  [/forbidden/i, "forbidden"],
  [/not supported/i, "unsupported"],
];

/** What to offer after each case; what isn't listed offers another attempt. */
const ACTIONS = {
  token: ["leave"],
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
  return status === 400 && errors.some((error) => error.field) ? "details" : "unexpected";
}

/** Cases that the form itself shows, with what was typed still in it. */
export function isAboutTheForm(failure) {
  return failure === "login" || failure === "details";
}

/** @returns {string[]} the first is the one to suggest */
export function actionsAfter(failure) {
  return ACTIONS[failure] ?? ["retry", "institutions"];
}
