/** Small square pictures of companies and institutions: their icon where it is ours to load, else their initials. */

import { hexColour, textOn } from "./colours.js";
import { element } from "./dom.js";

/**
 * @param {string | null | undefined} url  used if inline or of this origin: a demo has no network
 * @param {string} letters
 * @param {string} [colour]
 */
export function picture(url, letters, colour) {
  const tile = element("span", { class: "tile", "aria-hidden": "true" }, letters);
  const background = hexColour(colour);
  if (background) {
    tile.style.setProperty("background", background);
    tile.style.setProperty("color", textOn(background));
  }
  const source = localSource(url);
  if (source) showWhenLoaded(tile, source);
  return tile;
}

/**
 * The application's logo, as wide as it is; nothing where it can't be had.
 *
 * @param {string | null | undefined} url
 */
export function logo(url) {
  const source = localSource(url);
  if (!source) return null;
  const place = element("span", { class: "logo", "aria-hidden": "true" });
  showWhenLoaded(place, source);
  return place;
}

export function initials(name) {
  return name.split(/\s+/).filter(Boolean).slice(0, 2).map(([letter]) => letter.toUpperCase()).join("");
}

function showWhenLoaded(tile, source) {
  const image = element("img", { alt: "" });
  image.addEventListener("load", () => tile.replaceChildren(image));
  image.src = source;
}

function localSource(url) {
  if (!url) return null;
  if (/^data:image\//i.test(url)) return url;
  const { origin, href } = URL.parse(url, import.meta.url) ?? {};
  return origin === new URL(import.meta.url).origin ? href : null;
}
