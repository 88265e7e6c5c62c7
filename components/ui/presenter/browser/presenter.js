// Keeps presenter mode in the browser, and loads a page anew that was drawn before another tab changed it.

const LOOK = 1000; // milliseconds

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
  return () => clearInterval(parentElement.linkdeskLook);
}
