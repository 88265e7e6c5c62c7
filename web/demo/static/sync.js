/** The synchronous page: opens the widget with the token in its HTML; all else are forms and page loads. */

import { openWidget } from "./connect.js";

const RELOAD_MS = 2_000;

const button = document.getElementById("connect");
const callback = document.getElementById("callback");
let isOpen = false;

button?.addEventListener("click", () => {
  if (isOpen) return;
  if (!window.belvoSDK) {
    load("script_failed");
    return;
  }
  isOpen = true;
  openWidget(button.dataset.accessToken, JSON.parse(button.dataset.config), { onLink: handIn, onLeft: load });
});

if (document.querySelector("[data-reload]")) setTimeout(() => location.reload(), RELOAD_MS);

function handIn(link) {
  callback.elements.link.value = link;
  callback.submit();
}

/** The server says what happened, and puts a fresh token into the page. */
function load(code) {
  location.assign(`${location.pathname}?notice=${encodeURIComponent(code)}`);
}
