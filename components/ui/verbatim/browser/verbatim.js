const SHOWN = 2000; // milliseconds that a copy is said to be one
const COPY = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 8h12v12H8zM16 8V4H4v12h4"/></svg>';
const COPIED = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 13l5 5L20 6"/></svg>';

export default function ({ parentElement, data }) {
  const block = parentElement.querySelector("pre");
  const button = parentElement.querySelector("button");
  block.textContent = data.text;
  block.className = data.wraps ? "wraps" : "";
  block.setAttribute("aria-label", data.label);
  block.setAttribute("role", "region");
  say(button, COPY, data.copy);
  button.onclick = async () => {
    await copy(data.text, parentElement);
    say(button, COPIED, data.copied);
    setTimeout(() => say(button, COPY, data.copy), SHOWN);
  };
}

function say(button, picture, words) {
  button.innerHTML = picture;
  button.title = words;
  button.setAttribute("aria-label", words);
}

// A page without TLS on another host has no clipboard of its own.
async function copy(text, parent) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const place = document.createElement("textarea");
  place.value = text;
  parent.append(place); // a dialog lets nothing outside of it have the focus
  place.select();
  document.execCommand("copy");
  place.remove();
}
