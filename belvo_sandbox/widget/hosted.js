/** The hosted widget: the same widget as in a page, with the address as its configuration and its way to report. */

import { readConfig } from "./config.js";
import { leavesThePage, Returns } from "./returns.js";
import { TEXTS } from "./texts/index.js";
import { readClaims } from "./token.js";
import { arrive } from "./trips.js";

const DEAD_TOKEN = "ACCESS_TOKEN_NOT_VALID";
const FLAGS = ["show_close_dialog", "show_abandon_survey"];

const query = Object.fromEntries(new URLSearchParams(location.search));
const { access_token: token = arrive()?.trip.token ?? "", ...given } = query;
for (const flag of FLAGS) if (flag in given) given[flag] = given[flag] !== "false";

given.return_url = withoutToken(location.href);

const texts = TEXTS[readConfig(given).locale];
const returns = new Returns(readClaims(token).widget?.callback_urls ?? {});
let warning = null; // what the screen that is open is about, if it is one

document.documentElement.lang = texts.lang;
document.title = texts.sandbox;

/** A bank is not told the token; the way back finds it in the tab. */
function withoutToken(address) {
  const url = new URL(address);
  url.searchParams.delete("access_token");
  return url.href;
}

/** React Native's web views are told the same objects that a page's functions get. */
function post(message) {
  window.ReactNativeWebView?.postMessage(JSON.stringify(message));
}

function end(address, words) {
  if (address) location.assign(address);
  if (!address || !leavesThePage(address)) showOutcome(words);
}

function showOutcome({ title, text }) {
  const main = document.querySelector("main");
  const [badge, heading, paragraph] = main.children;
  badge.textContent = texts.sandbox;
  heading.textContent = title;
  paragraph.textContent = text;
  main.hidden = false;
  heading.focus();
}

function onConnected(id, institution) {
  post({ link: id, institution });
  const host = document.querySelector("belvo-sandbox-widget");
  const observer = new MutationObserver(() => {
    if (host.isConnected) return;
    observer.disconnect();
    end(returns.success(id, institution), texts.hosted.success);
  });
  observer.observe(document, { childList: true, subtree: true });
}

function onExit(data) {
  post(data);
  const address = warning && returns.event(warning);
  const isTold = !address || !leavesThePage(address); // or there has been no warning
  end(isTold ? returns.exit(data) : address, texts.hosted.exit);
}

/**
 * A wrong password is an ERROR too, and the person can type again: so an address that leaves the page is followed only
 * when the widget can't go on. Addresses that an application catches get every event.
 */
function onEvent(event) {
  post(event);
  const address = returns.event(event);
  if (event.eventName === "WARNING") warning = event;
  else if (event.meta_data.page !== "/error") warning = null;
  if (!address) return;
  if (!leavesThePage(address) || event.meta_data.error_code === DEAD_TOKEN) location.assign(address);
}

if (token) {
  window.belvoSDK.createWidget(token, { ...given, callback: onConnected, onExit, onEvent }).build();
} else {
  showOutcome(texts.hosted.missing);
}
