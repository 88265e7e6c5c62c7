/** The asynchronous page: asks this shop's server for a token, opens the widget, brings the link, draws the data. */

import { loadWidget, openWidget } from "./connect.js";

const PAUSE_MS = 1_500;
const ATTEMPTS = 4;
const PASSING = ["unreachable", "unavailable"]; // failures that another attempt may be spared

const page = document.getElementById("shop");
const language = document.documentElement.lang;
const locale = language === "en" ? "en-US" : language;
const words = JSON.parse(document.getElementById("words").textContent);
const notices = JSON.parse(document.getElementById("notices").textContent);
const connectButton = document.getElementById("connect");
const repairButton = document.getElementById("repair");
const disconnectForm = document.getElementById("disconnect");
const widgetPlace = document.getElementById("belvo");

let link = page.dataset.link;
let isOpen = false;

connectButton.addEventListener("click", () => connect(connectButton, {}));
repairButton.addEventListener("click", () => connect(repairButton, { link }));
for (const button of document.querySelectorAll("[data-again]")) button.addEventListener("click", follow);
new MutationObserver(takeFocusBack).observe(widgetPlace, { childList: true });
if (link) follow();

/** Opens the widget; a second click while it opens or is open does nothing. */
async function connect(button, wanted) {
  if (isOpen) return;
  isOpen = true;
  say(null);
  button.setAttribute("aria-busy", "true");
  try {
    const [opening] = await Promise.all([
      ask("POST", "/demo/access-token", wanted),
      loadWidget(page.dataset.widgetScript),
    ]);
    openWidget(opening.access_token, opening.config, { onLink: bring, onLeft: leave });
  } catch (failure) {
    leave(failure.message);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** The widget is gone, or never came, and nothing was connected. */
function leave(code) {
  isOpen = false;
  say(code);
}

/** Takes the link to the server while the widget still shows its last screen. */
async function bring(id, institution) {
  try {
    const kept = await persistently(() => ask("POST", "/demo/links", { link: id, institution }));
    link = kept.link;
    await follow();
  } catch (failure) {
    say(failure.message);
  } finally {
    isOpen = false;
  }
}

/** Asks for the data until the server has some, and draws them. */
async function follow() {
  say(null);
  show("waiting");
  try {
    let data = await persistently(fetchData);
    while (data.state === "waiting") {
      fill(page, { institution: data.institution });
      await pause();
      data = await persistently(fetchData);
    }
    draw(data);
  } catch (failure) {
    show(failure.message === "unknown_link" ? "offer" : "stalled");
    say(failure.message);
  }
}

function fetchData() {
  return ask("GET", `/demo/links/${encodeURIComponent(link)}/data`);
}

/** The JSON of an answer; what goes wrong is an Error whose message is a code of the shop's notices. */
async function ask(method, path, body) {
  const options = body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, { method, ...options }).catch(() => {
    throw new Error("unreachable");
  });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.error?.code ?? "unexpected");
  return content;
}

async function persistently(attempt, left = ATTEMPTS) {
  try {
    return await attempt();
  } catch (failure) {
    if (left === 1 || !PASSING.includes(failure.message)) throw failure;
  }
  await pause();
  return persistently(attempt, left - 1);
}

function pause() {
  return new Promise((resume) => {
    setTimeout(resume, PAUSE_MS);
  });
}

function draw(data) {
  drawList("account", data.accounts, (line) => ({
    name: line.name,
    kind: line.number ? `${line.kind} •••• ${line.number}` : line.kind,
    label: line.owed ? words.owed : words.balance,
    balance: money(line.balance, line.currency),
  }));
  drawList("movement", data.movements, (line) => ({
    day: day(line.day),
    description: line.description,
    account: line.pending ? words.pending.replace("{account}", () => line.account) : line.account,
    amount: (Number(line.amount) > 0 ? "+" : "") + money(line.amount, line.currency),
  }));
  document.getElementById("movements").hidden = data.movements.length === 0;
  document.getElementById("no-movements").hidden = data.movements.length > 0;
  fill(page, { institution: data.institution });
  show(data.state);
}

/** Fills the list `<name>s` with copies of its template. */
function drawList(name, lines, textsOf) {
  const template = document.getElementById(name).content;
  const items = lines.map((line) => {
    const item = template.cloneNode(true);
    fill(item, textsOf(line));
    return item;
  });
  document.getElementById(`${name}s`).replaceChildren(...items);
}

/** What comes from a bank is text, never markup. */
function fill(place, texts) {
  for (const [field, text] of Object.entries(texts)) {
    for (const element of place.querySelectorAll(`[data-field="${field}"]`)) element.textContent = text;
  }
}

function show(name) {
  for (const view of document.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== name;
  takeFocusBack();
  disconnectForm.hidden = name === "offer";
  if (link) disconnectForm.querySelector("form").action = `/demo/links/${encodeURIComponent(link)}/delete`;
}

/** The button that had the focus may be gone with its view: then keyboard and screen reader go on at the heading. */
function takeFocusBack() {
  const focused = document.activeElement;
  const isLost = !focused || focused === document.body || !focused.checkVisibility();
  if (!isLost || widgetPlace.hasChildNodes()) return;
  document.querySelector("[data-view]:not([hidden]) h1").focus({ preventScroll: true });
}

/** Says what happened; null takes back what was said. */
function say(code) {
  const [title, text] = code === null ? ["", ""] : (notices[code] ?? notices.unexpected);
  document.querySelector("#notice .notice-title").textContent = title;
  document.querySelector("#notice .notice-text").textContent = text;
}

function money(amount, currency) {
  if (amount === null) return "–";
  const digits = Number(amount).toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${digits} ${currency}`.replace("-", "−");
}

/** The bank's day as it is, in no time zone of ours. */
function day(isoDate) {
  const date = new Date(`${isoDate}T00:00:00Z`);
  const month = date.toLocaleDateString(locale, { month: "short", timeZone: "UTC" });
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}
