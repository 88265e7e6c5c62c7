// Keeps presenter mode in the browser, and loads a page anew that was drawn before another tab changed it. The key B
// makes all type larger, for those who sit far away, and as it was again; every tab of the browser has it.

const LOOK = 1000; // milliseconds
const BIG = "linkdeskBigType";
const SIZE = "18px"; // of the root, whose usual size is 14

const isTyping = (element) => element?.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element?.tagName);

function kept() {
  try {
    return window.localStorage.getItem(BIG) === "on";
  } catch {
    return document.linkdeskBigType ?? false; // a browser that keeps nothing
  }
}

function keep(isBig) {
  document.linkdeskBigType = isBig;
  try {
    window.localStorage.setItem(BIG, isBig ? "on" : "off");
  } catch {
    // it holds in this tab
  }
}

function show() {
  document.linkdeskBigType = kept();
  document.documentElement.style.fontSize = document.linkdeskBigType ? SIZE : "";
}

function onKey(event) {
  if (event.key !== "b" || event.repeat || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  keep(!kept());
  show();
}

export default function ({ data, parentElement }) {
  const isOn = () => document.cookie.split("; ").includes(`${data.name}=on`);
  // Once a choice: what another tab has chosen since holds.
  if (data.chosen && document.linkdeskPresents !== data.on) {
    document.cookie = `${data.name}=${data.on ? "on" : "off"}; path=/; max-age=31536000; samesite=strict`;
    document.linkdeskPresents = data.on;
  }
  clearInterval(parentElement.linkdeskLook);
  parentElement.linkdeskLook = setInterval(() => {
    if (isOn() !== data.on) window.location.reload();
  }, LOOK);
  show();
  parentElement.linkdeskEnds?.();
  document.addEventListener("keydown", onKey);
  window.addEventListener("storage", show);
  parentElement.linkdeskEnds = () => {
    clearInterval(parentElement.linkdeskLook);
    document.removeEventListener("keydown", onKey);
    window.removeEventListener("storage", show);
  };
  return parentElement.linkdeskEnds;
}
