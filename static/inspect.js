// Streamlit hears the key of a button only once that has its script, and never in a field that somebody types in. So the
// page listens for it from the beginning.
document.addEventListener(
  "keydown",
  (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat);
    const button = event.key === "F8" && isPlain && document.querySelector(".st-key-inspect button");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.click();
  },
  true,
);
