/** What the token says about looks, as far as the result stays readable. The rest is styles.css. */

import { contrast, hexColour, textOn } from "./colours.js";

/** The surfaces of styles.css that an accent must stand out from. */
const SURFACES = { light: "#ffffff", dark: "#171c1b" };
const MINIMUM_CONTRAST = 3; // WCAG 1.4.11: parts of controls

/**
 * @param {import("./token.js").Claims} claims
 * @returns {CSSStyleSheet}
 */
export function themeSheet({ widget = {} }) {
  const sheet = new CSSStyleSheet();
  const colours = new Map((widget.theme ?? []).map(({ css_key, value }) => [css_key, hexColour(value)]));
  const rules = [
    accentRule("light", colours.get("--color-primary-base")),
    accentRule("dark", colours.get("--color-primary-base-dark") ?? colours.get("--color-primary-base")),
    barRule(colours, "--nav-bar-title-color", "bar-title"),
    barRule(colours, "--nav-bar-icon-color", "bar-icon"),
    schemeRule(widget.color_scheme),
    overlayRule(hexColour(widget.branding?.overlay_background_color)),
  ];
  sheet.replaceSync(rules.filter(Boolean).join("\n"));
  return sheet;
}

function accentRule(scheme, colour) {
  if (!colour || contrast(colour, SURFACES[scheme]) < MINIMUM_CONTRAST) return null;
  return `dialog { --accent-${scheme}: ${colour}; --on-accent-${scheme}: ${textOn(colour)}; }`;
}

/** What stands in the top bar. Unlike the accent it is shown as it is asked for: a desk says what can't be read. */
function barRule(colours, key, name) {
  const [light, dark] = [colours.get(key), colours.get(`${key}-dark`) ?? colours.get(key)];
  if (!light && !dark) return null;
  const colour = `light-dark(${light ?? "var(--muted)"}, ${dark ?? "var(--muted)"})`;
  return `dialog { --${name}: ${colour}; --${name}-surface: transparent; }`;
}

function schemeRule(scheme) {
  return ["LIGHT", "DARK"].includes(scheme) ? `dialog { color-scheme: ${scheme.toLowerCase()}; }` : null;
}

function overlayRule(colour) {
  return colour && `dialog::backdrop { background: rgb(from ${colour} r g b / 90%); }`;
}
