// Gives an input the focus once a press, however often the page is drawn with it.

const LONGEST = 5000; // milliseconds that the input may take to be there

export default function ({ data }) {
  if (document.linkdeskFocused === data.times) return;
  document.linkdeskFocused = data.times;
  const until = Date.now() + LONGEST;
  (function look() {
    const input = document.querySelector(`.st-key-${data.field} input`);
    if (!input) return Date.now() < until && requestAnimationFrame(look);
    input.focus();
    input.select();
  })();
}
