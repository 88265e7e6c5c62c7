/**
 * The way to a bank and back takes this tab out of the page. What must outlive it lies in the tab's own storage, and
 * only until the tab is back: the access token that began the consent is the only one that can end it.
 *
 * @typedef {object} Trip
 * @property {string} token
 * @property {string} consent  its id
 * @property {string} institution  its name
 * @property {"recurrent" | "single"} accessMode
 * @property {string} [externalId]
 *
 * @typedef {object} Arrival
 * @property {Trip} trip
 * @property {string} code  what the bank has given; "" after a refusal
 * @property {{code: string, message: string} | null} error
 * @property {Promise<object> | null} answer  the API's, once it is asked: a code works once
 */

const KEY = "belvo-sandbox-trip";
const ADDED = ["consent_id", "code", "error", "error_description"]; // by the bank, to the address of the page

/** @type {Arrival | null} kept until its outcome shows, however often the page builds a widget meanwhile */
let arrival = null;

/**
 * @param {Trip} trip
 * @throws {DOMException} if the browser lets this page store nothing
 */
export function depart(trip) {
  sessionStorage.setItem(KEY, JSON.stringify(trip));
}

/** @returns {Arrival | null} null if this page is not the end of a trip */
export function arrive() {
  arrival ??= read();
  return arrival;
}

/** The trip is over, well or badly. */
export function settle() {
  arrival = null;
}

/** @param {string} address  without what an earlier trip has added to it */
export function withoutAnswer(address) {
  const url = new URL(address);
  if (url.searchParams.has("consent_id")) for (const name of ADDED) url.searchParams.delete(name);
  return url.href;
}

function read() {
  const trip = stored();
  if (!trip) return null;
  sessionStorage.removeItem(KEY); // whatever comes next: whoever turned back at the bank begins anew
  const answer = new URLSearchParams(location.search);
  if (trip.consent !== answer.get("consent_id")) return null;
  history.replaceState(history.state, "", withoutAnswer(location.href));
  const code = answer.get("code") ?? "";
  const error = { code: answer.get("error") || "access_denied", message: answer.get("error_description") ?? "" };
  return { trip, code, error: code ? null : error, answer: null };
}

/** @returns {Trip | null} */
function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}
