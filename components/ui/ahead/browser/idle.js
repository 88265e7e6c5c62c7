// Has the elements of components/ui/ahead drawn and taken away again, once a visit, while nobody waits for anything.

const SOON = 300; // milliseconds
const DRAWN = ".st-key-ahead table";
const later = globalThis.requestIdleCallback ?? setTimeout; // Safari has no idle time

export default function ({ setTriggerValue }) {
  if (document.linkdeskAhead) return;
  document.linkdeskAhead = true;
  atRest(() => {
    setTriggerValue("idle", true);
    atRest(() => document.querySelector(DRAWN) && setTriggerValue("drawn", true));
  });
}

function atRest(act) {
  setTimeout(() => (isBusy() ? atRest(act) : later(act)), SOON);
}

function isBusy() {
  const isPressed = document.documentElement.dataset.pressed !== undefined;
  const isRunning = document.querySelector(".stApp")?.dataset.testScriptState !== "notRunning";
  return isPressed || isRunning || document.readyState !== "complete" || document.querySelector("[data-testid=stSkeleton]");
}
