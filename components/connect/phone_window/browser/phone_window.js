const PHONE = "popup,width=390,height=844";

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = () => window.open(data.url, "linkdesk-phone", `${PHONE},noopener`);
}
