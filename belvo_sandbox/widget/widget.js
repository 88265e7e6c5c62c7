/** Where the parts come together. belvo-widget-1-stable.js is what pages load; it calls open(). */

import { Api } from "./api.js";
import { readConfig } from "./config.js";
import { Flow } from "./flow.js";
import { Frame } from "./frame.js";
import { Leaving } from "./leaving.js";
import { Mount } from "./mount.js";
import { Session } from "./session.js";
import { TEXTS } from "./texts/index.js";
import { themeSheet } from "./theme.js";
import { readClaims } from "./token.js";
import { arrive } from "./trips.js";

let styles = null;
let closeCurrent = () => {};

/**
 * Shows the widget. One that is still open gives way: it has the older token.
 *
 * @param {{accessToken: string, config: object, scriptUrl: string}} opening
 */
export async function open({ accessToken, config: given, scriptUrl }) {
  const sheet = await loadStyles();
  const anchor = document.getElementById("belvo");
  if (!anchor) return; // the page has been left in the meantime
  closeCurrent();

  const arrival = arrive();
  const token = arrival?.trip.token ?? accessToken; // a consent can only be finished by the token that began it
  const claims = readClaims(token);
  const config = readConfig(given);
  const texts = TEXTS[config.locale];
  const mount = new Mount(anchor, [sheet, themeSheet(claims)], close);
  const frame = new Frame(texts, () => flow.leave());
  const flow = new Flow({
    api: new Api(new URL("api/", scriptUrl), token),
    arrival,
    claims,
    close,
    config,
    frame,
    leaving: new Leaving(mount.root, texts, String(claims.widget?.branding?.opportunity_loss ?? "")),
    session: new Session(given),
    texts,
  });

  function close() {
    flow.end();
    mount.remove();
    closeCurrent = () => {};
  }

  closeCurrent = close;
  mount.show(frame.dialog);
  flow.start();
}

/** Fetched before anything shows, so that nothing shows unstyled; kept for the next opening. */
function loadStyles() {
  styles ??= fetchStyles().catch((cause) => {
    styles = null; // the next opening tries again
    throw cause;
  });
  return styles;
}

async function fetchStyles() {
  const response = await fetch(new URL("styles.css", import.meta.url));
  if (!response.ok) throw new Error(`styles.css answered ${response.status}`);
  return new CSSStyleSheet().replace(await response.text());
}

loadStyles().catch(() => {}); // ahead of the first opening, which says so if they can't be had
