// Turns a story's pages by key, as a presenter's clicker sends them, and draws a ring around what to click.

const NEXT = ["ArrowRight", "PageDown"];
const BACK = ["ArrowLeft", "PageUp"];
const LOOK = 300; // milliseconds between two looks where the marked element is
const ROOM = 6; // pixels between it and the ring

const isTyping = (element) =>
  element?.isContentEditable ||
  ["INPUT", "TEXTAREA", "SELECT", "CANVAS"].includes(element?.tagName) ||
  ["tab", "radio", "slider", "listbox", "grid", "menu", "menuitem", "option"].includes(element?.getAttribute?.("role"));

function click(key) {
  const button = document.querySelector(`.st-key-${key} button`);
  if (button && !button.disabled) button.click();
  return Boolean(button);
}

function onKey(event) {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (isTyping(event.target) || document.querySelector("[role=dialog]")) return;
  const key = NEXT.includes(event.key) ? "story_next" : BACK.includes(event.key) ? "story_back" : "";
  if (key && click(key)) event.preventDefault();
}

function marked(name) {
  const found = [...document.querySelectorAll(`[class*="st-key-${CSS.escape(name)}"]`)];
  return found.map((one) => one.getBoundingClientRect()).find((place) => place.width > 1 && place.height > 1);
}

function ring() {
  const made = document.createElement("div");
  made.dataset.storyMark = "";
  made.setAttribute("aria-hidden", "true");
  Object.assign(made.style, {
    position: "fixed",
    pointerEvents: "none",
    border: "3px solid #E8590C",
    borderRadius: "10px",
    boxShadow: "0 0 0 4px rgba(232, 89, 12, 0.25)",
    zIndex: "999",
    display: "none",
  });
  document.body.append(made);
  return made;
}

function place(made, name) {
  const at = name && marked(name);
  made.style.display = at ? "block" : "none";
  if (!at) return;
  const { left, top, width, height } = at;
  const size = { left: left - ROOM, top: top - ROOM, width: width + 2 * ROOM, height: height + 2 * ROOM };
  for (const [side, pixels] of Object.entries(size)) made.style[side] = `${pixels}px`;
}

export default function ({ data, parentElement }) {
  parentElement.storyEnds?.();
  const made = ring();
  const follow = () => place(made, data.mark);
  follow();
  const look = setInterval(follow, LOOK);
  document.addEventListener("keydown", onKey);
  document.addEventListener("scroll", follow, true);
  window.addEventListener("resize", follow);
  parentElement.storyEnds = () => {
    clearInterval(look);
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("scroll", follow, true);
    window.removeEventListener("resize", follow);
    made.remove();
  };
  return parentElement.storyEnds;
}
