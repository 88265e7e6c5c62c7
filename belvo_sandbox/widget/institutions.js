/**
 * Which institutions to offer, and how to find one among them.
 *
 * @typedef {object} Institution  a row of GET /api/institutions/, in part
 * @property {string} name
 * @property {string} display_name
 * @property {string} type
 * @property {string[]} [country_codes]
 * @property {string} [country_code]  before, when there was one only
 * @property {string[]} resources
 * @property {string} primary_color
 * @property {string | null} icon_logo
 * @property {string} integration_type
 * @property {"healthy" | "down"} status
 * @property {import("./fields.js").FormField[]} form_fields
 *
 * @typedef {object} Filter  every list empty = no limit
 * @property {string[]} countries
 * @property {string[]} names
 * @property {string[]} types  retail, business, fiscal, employment, gig
 * @property {string[]} resources  the institution must offer all of them
 * @property {string} integration  credentials or openfinance, "" = any
 */

const FORMER_NAMES = { openbanking: "openfinance" };

/**
 * @param {Institution[]} institutions
 * @param {Filter} filter
 * @param {boolean} mayConsent  the token's scopes allow to ask for consents of open finance
 * @returns {Institution[]} by display name
 */
export function offered(institutions, filter, mayConsent) {
  const integration = FORMER_NAMES[filter.integration] ?? filter.integration;
  const wanted = (list, ...values) => !list.length || values.some((value) => list.includes(value));
  return institutions
    .filter((institution) => mayConsent || !takesConsents(institution))
    .filter((institution) => !integration || integrationOf(institution) === integration)
    .filter((institution) => wanted(filter.countries, ...countriesOf(institution)))
    .filter(({ name }) => wanted(filter.names, name))
    .filter((institution) => wanted(filter.types, segment(institution)))
    .filter(({ resources }) => filter.resources.every((resource) => resources.includes(resource)))
    .sort((one, other) => one.display_name.localeCompare(other.display_name));
}

/**
 * @param {Institution[]} institutions
 * @param {string} query  part of a display name, without regard to case and accents
 */
export function matching(institutions, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  return institutions.filter(({ display_name }) => words.every((word) => plain(display_name).includes(word)));
}

/** Open finance: the person gives a consent at the bank, and types no password here. */
export function takesConsents(institution) {
  return integrationOf(institution) === "openfinance";
}

/** @param {Institution} institution */
export function countriesOf({ country_codes, country_code }) {
  return country_codes ?? [country_code].filter(Boolean);
}

function integrationOf({ integration_type }) {
  return FORMER_NAMES[integration_type] ?? integration_type;
}

/** Retail and business are told apart only by the name's last part: erebor_mx_retail. */
function segment({ name, type }) {
  return type === "bank" ? name.split("_").at(-1) : type;
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}
