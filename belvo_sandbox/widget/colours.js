/** Colours that come from outside (token, institution), held against WCAG before they are used. */

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** @returns {string | null} the colour if it is a plain hex one, which is also all that may enter a style sheet */
export function hexColour(value) {
  return typeof value === "string" && HEX.test(value.trim()) ? value.trim() : null;
}

/** @returns {number} 1 to 21, as WCAG 2.2 defines it */
export function contrast(one, other) {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** White or black, one of which always reaches 4.5:1; white where both do. */
export function textOn(background) {
  return contrast("#ffffff", background) >= 4.5 ? "#ffffff" : "#000000";
}

function luminance(hex) {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join("") : hex.slice(1);
  const [red, green, blue] = [0, 2, 4]
    .map((start) => parseInt(digits.slice(start, start + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
