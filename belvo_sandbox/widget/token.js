/**
 * What an access token says about itself. Only the API judges whether it is valid.
 *
 * @typedef {object} Claims
 * @property {string[]} [scopes]
 * @property {string[]} [fetch_resources]
 * @property {string} [stale_in]
 * @property {string} [credentials_storage]
 * @property {{id: string, status: string, institution: string}} [link]  update mode
 * @property {{branding?: Branding, theme?: ThemeEntry[], color_scheme?: "LIGHT" | "DARK", consent?: Consent}} [widget]
 *
 * @typedef {object} Branding
 * @property {string} [company_name]
 * @property {string} [company_icon]
 * @property {string} [company_terms_url]
 * @property {string} [overlay_background_color]
 *
 * @typedef {object} Consent  open finance
 * @property {string} [purpose]
 * @property {string} [terms_and_conditions_url]
 * @property {string[]} [permissions]  REGISTER, ACCOUNTS, CREDIT_CARDS, CREDIT_OPERATIONS
 * @property {{type: "CPF" | "CNPJ", number: string, name: string}[]} [identification_info]
 * @property {number} [default_consent_duration_days]  none: without an end
 *
 * @typedef {{css_key: string, value: string}} ThemeEntry
 */

/**
 * @param {string} token  a JWT
 * @returns {Claims} empty if the token can't be read: the API will then refuse it
 */
export function readClaims(token) {
  try {
    const payload = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return claims !== null && typeof claims === "object" ? claims : {};
  } catch {
    return {};
  }
}

/** Scopes that a consent takes from its beginning to its link. */
const CONSENTING = ["write_consents", "write_consent_callback"];

/** @param {Claims} claims */
export function mayConsent({ scopes = [] }) {
  return CONSENTING.every((scope) => scopes.includes(scope));
}
