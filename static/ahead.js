// Runs the scripts of what pages are made of while nobody waits for anything.
//
// Streamlit runs each when the first of its kind is to be drawn, which takes a chart a third of a second after a press
// that leads to it. The browser has fetched them by then, see web/page_html.py.

const waiting = [...document.querySelectorAll("link[data-ahead]")].map(({ href }) => href);
const later = globalThis.requestIdleCallback ?? setTimeout; // Safari has no idle time

function next() {
  if (waiting.length) import(waiting.shift()).finally(() => later(next));
}

addEventListener("load", () => later(next));
