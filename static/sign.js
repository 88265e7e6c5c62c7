// A sign of every press within a frame of it: a line at the top, until what it sets off has been drawn.
//
// Streamlit shows nothing between a press and the first answer of its server. What follows no press (pages that follow
// by themselves) has no sign, and a press that asks the server for nothing has it for a moment.

const PRESSED = "button, a, label, [role=option], [role=button], .stDataFrame";
const OPENING = "[aria-haspopup], [aria-expanded]"; // what the browser opens alone
const TYPED = "input, .stDataFrame";
const TAB = "[role=tab]:not([aria-selected=true])"; // is chosen as the button goes down, and drawn anew before the click
const TABS = "[role=tablist]";
const MOMENT = 2000; // milliseconds within which the server begins
const SOON = 300; // within which it goes on from one run to the next
let giveUp;
let ends; // of runs until that of the press has ended
const root = document.documentElement;

function press() {
  root.dataset.pressed = "";
  ends = isRunning() ? 2 : 1; // what follows by itself may be under way
  lookAgain(MOMENT);
}

function lookAgain(milliseconds) {
  clearTimeout(giveUp);
  giveUp = setTimeout(() => (isRunning() ? (ends = 1) : release()), milliseconds);
}

function end() {
  ends -= 1;
  if (ends > 0) lookAgain(SOON);
  else release();
}

function release() {
  delete root.dataset.pressed;
}

function isRunning() {
  const state = document.querySelector(".stApp")?.dataset.testScriptState;
  return state !== undefined && state !== "notRunning";
}

function isTyped({ key, target }) {
  return key === "Enter" ? target.closest?.(TYPED) : key.startsWith("Arrow") && target.closest?.(TABS);
}

addEventListener("click", ({ target }) => target.closest?.(PRESSED) && !target.closest(OPENING) && press(), true);
addEventListener("pointerdown", ({ target }) => target.closest?.(TAB) && press(), true);
addEventListener("keydown", (event) => isTyped(event) && press(), true);
new MutationObserver(() => isRunning() || end()).observe(root, {
  subtree: true,
  attributeFilter: ["data-test-script-state"],
});
