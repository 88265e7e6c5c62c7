/**
 * What the page asks for in createWidget's second argument, with Belvo's defaults.
 * https://developers.belvo.com/developer_resources/web-widget-branding-and-customization
 *
 * @typedef {object} Config
 * @property {"es" | "en" | "pt"} locale
 * @property {import("./institutions.js").Filter} filter
 * @property {"recurrent" | "single"} accessMode
 * @property {string | undefined} externalId
 * @property {boolean} showCloseDialog
 * @property {boolean} showAbandonSurvey
 * @property {string} returnUrl  where the bank leads back to
 */

const LOCALES = ["es", "en", "pt"];

/**
 * @param {object} given
 * @returns {Config}
 */
export function readConfig(given) {
  return {
    locale: LOCALES.find((locale) => locale === String(given.locale ?? "").slice(0, 2).toLowerCase()) ?? "es",
    filter: {
      countries: list(given.country_codes).map((code) => code.toUpperCase()),
      names: [...list(given.institutions), ...list(given.institution)],
      types: list(given.institution_types).map((type) => type.toLowerCase()),
      resources: list(given.resources).map((resource) => resource.toUpperCase()),
      integration: given.integration_type ?? "",
    },
    accessMode: given.access_mode === "single" ? "single" : "recurrent",
    externalId: given.external_id || undefined,
    showCloseDialog: given.show_close_dialog !== false,
    showAbandonSurvey: given.show_abandon_survey !== false,
    returnUrl: given.return_url || location.href,
  };
}

/** The values of an array, or of the comma list that URLs carry. */
function list(value) {
  const values = Array.isArray(value) ? value : String(value ?? "").split(",");
  return values.map((entry) => String(entry).trim()).filter(Boolean);
}
