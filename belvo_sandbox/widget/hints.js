/**
 * Test users to offer below the form, since whoever shows the widget needs one at hand.
 * https://developers.belvo.com/developer_resources/resources-sandbox
 */

const BY_INSTITUTION = {
  arrakis: { username: "12345678-5", password: "full" },
  heimdall: { username: "mfa_default", password: "pass_valid" },
  ironbank: {
    username_type: "003",
    username: "adv_valid",
    password: "pass_valid",
    username2: "valid",
    password2: "valid",
  },
  nostromo: { username: "76109277673", password: "pass_valid" },
  planet: { username: "BLPM951331IONVGR54" },
};

const BY_TYPE = {
  bank: { username: "bnk100", password: "full" },
  fiscal: { username: "PFIS010101000", password: "individual" },
};

/**
 * @param {import("./institutions.js").Institution} institution
 * @returns {Record<string, string> | undefined} by the name of the field
 */
export function testUser({ name, type }) {
  return BY_INSTITUTION[name.split("_")[0]] ?? BY_TYPE[type];
}
