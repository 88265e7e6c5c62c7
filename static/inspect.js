// Streamlit hears the key of a button only once that has its script, and never in a field that somebody types in. So the
// page listens for it from the beginning. What stands beside the sidebar may be there before it, as an open drawer is: a
// press waits for the button, until somebody does something else.
{
  let coming = null;

  const forget = () => {
    coming?.disconnect();
    coming = null;
  };

  const pressOnceThere = () => {
    const button = document.querySelector(".st-key-inspect button");
    if (!button) return;
    forget();
    button.click();
  };

  const hear = (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    if (event.key !== "F8" || !isPlain) {
      forget();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat || coming) return;
    coming = new MutationObserver(pressOnceThere);
    coming.observe(document, { subtree: true, childList: true });
    pressOnceThere();
  };

  document.addEventListener("keydown", hear, true);
  document.addEventListener("pointerdown", forget, true);
}
