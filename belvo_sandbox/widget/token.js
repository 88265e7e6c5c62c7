/**
 * What an access token says about itself. Only the API judges whether it is valid.
 *
 * @typedef {object} Claims
 * @property {string[]} [fetch_resources]
 * @property {string} [stale_in]
 * @property {string} [credentials_storage]
 * @property {{id: string, status: string, institution: string}} [link]  update mode
 * @property {{branding?: Branding, theme?: ThemeEntry[], color_scheme?: "LIGHT" | "DARK"}} [widget]
 *
 * @typedef {object} Branding
 * @property {string} [company_name]
 * @property {string} [company_icon]
 * @property {string} [company_terms_url]
 * @property {string} [overlay_background_color]
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
