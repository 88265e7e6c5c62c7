const KEY_EVENTS = ["keydown", "keypress", "keyup"];

/**
 * Esc asks before it closes, and keys typed here are not shortcuts of the page: seen from outside the shadow root they
 * would be pressed on an element that takes no text.
 *
 * @param {HTMLDialogElement} dialog  shown by showModal()
 * @param {() => void} onEscape
 */
export function guard(dialog, onEscape) {
  for (const type of KEY_EVENTS) dialog.addEventListener(type, (event) => event.stopPropagation());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    onEscape();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault(); // the back gesture of phones
    onEscape();
  });
  dialog.addEventListener("close", () => {
    if (dialog.open || !dialog.isConnected) return;
    dialog.showModal(); // browsers close without asking when the gesture is made twice
    onEscape();
  });
}
