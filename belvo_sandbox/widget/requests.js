/** The bodies that the widget sends. https://developers.belvo.com/developer_resources/resources-links-overview */

/** What the page's server has decided when it minted the token. */
const FROM_TOKEN = ["fetch_resources", "stale_in", "credentials_storage"];

/**
 * @param {import("./institutions.js").Institution} institution
 * @param {Record<string, string>} credentials  by the names of form_fields
 * @param {import("./config.js").Config} config
 * @param {import("./token.js").Claims} claims
 */
export function linkRequest(institution, credentials, { accessMode, externalId }, claims) {
  return {
    ...decided(claims),
    ...credentials,
    institution: institution.name,
    access_mode: accessMode,
    ...(externalId && { external_id: externalId }),
  };
}

/** In update mode the user's name and everything else of the link stays. */
const RENEWED = ["password", "password2", "token"];

/** @returns {boolean} whether a field of a login form is asked for again */
export function isRenewed({ name }) {
  return RENEWED.includes(name);
}

/**
 * @param {import("./institutions.js").Institution} institution
 * @param {{cpf?: string, name?: string, consent_duration?: string}} values
 * @param {import("./config.js").Config} config
 */
export function consentRequest(institution, values, { locale, returnUrl }) {
  return {
    ...values,
    institution: institution.name,
    locale: locale === "en" ? "en" : "pt", // the languages of the bank's page
    return_url: returnUrl,
  };
}

/**
 * @param {string} code  what the bank has given
 * @param {import("./config.js").Config} config
 * @param {import("./token.js").Claims} claims
 */
export function consentedLinkRequest(code, { accessMode, externalId }, claims) {
  return { ...decided(claims), code, access_mode: accessMode, ...(externalId && { external_id: externalId }) };
}

/**
 * @param {{session: string, link: string}} challenge  the item of the 428 answer
 * @param {{token?: string}} values  without token where the person confirms on another device
 */
export function resumeRequest({ session, link }, values) {
  return { session, link, save_data: true, ...values };
}

function decided(claims) {
  return Object.fromEntries(FROM_TOKEN.filter((name) => claims[name]).map((name) => [name, claims[name]]));
}
