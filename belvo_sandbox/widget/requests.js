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
  const decided = Object.fromEntries(FROM_TOKEN.filter((name) => claims[name]).map((name) => [name, claims[name]]));
  return {
    ...decided,
    ...credentials,
    institution: institution.name,
    access_mode: accessMode,
    ...(externalId && { external_id: externalId }),
  };
}

/**
 * @param {{session: string, link: string}} challenge  the item of the 428 answer
 * @param {{token?: string}} values  without token where the person confirms on another device
 */
export function resumeRequest({ session, link }, values) {
  return { session, link, save_data: true, ...values };
}
