// A sign of every press within a frame of it: a line at the top, until what it sets off has been drawn.
//
// Streamlit shows nothing between a press and the first answer of its server. What follows no press (pages that follow
// by themselves) has no sign, and a press that asks the server for nothing has it for a moment.

const PRESSED = "button, a, label, [role=option], [role=tab], .stDataFrame";
const OPENING = "[aria-haspopup], [aria-expanded]"; // what the browser opens alone
const TYPED = "input, .stDataFrame";
const MOMENT = 2000; // milliseconds within which the server begins
let giveUp;
const root = document.documentElement;

function press() {
  root.dataset.pressed = "";
  clearTimeout(giveUp);
  giveUp = setTimeout(() => isRunning() || release(), MOMENT);
}

function release() {
  delete root.dataset.pressed;
}

function isRunning() {
  const state = document.querySelector(".stApp")?.dataset.testScriptState;
  return state !== undefined && state !== "notRunning";
}

addEventListener("click", ({ target }) => target.closest?.(PRESSED) && !target.closest(OPENING) && press(), true);
addEventListener("keydown", ({ key, target }) => key === "Enter" && target.closest?.(TYPED) && press(), true);
new MutationObserver(() => isRunning() || release()).observe(root, {
  subtree: true,
  attributeFilter: ["data-test-script-state"],
});
