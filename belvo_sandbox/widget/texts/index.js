import en from "./en.js";
import es from "./es.js";
import pt from "./pt.js";

/** @type {Record<"en" | "es" | "pt", typeof en>} */
export const TEXTS = { en, es, pt };
