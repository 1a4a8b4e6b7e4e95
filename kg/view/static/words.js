// The interface's language; how amounts, dates and durations are written in it.

/** @type {"en"|"fr"} */ let language = data.language;

/** @param {string} key @param {Object<string, string|number>} [values] for the {places} of the text */
function text(key, values = {}) {
  const words = data.interface[language];
  const found = Object.hasOwn(words, key) ? words[key] : key;
  return found.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => String(values[name]));
}

/** "1 fact", "2 facts". @param {string} one @param {string} many @param {number} n */
function count(one, many, n) {
  const singular = language === "fr" ? n < 2 : n === 1;
  return text(singular ? one : many, { n: number(n) });
}

/** @param {string} relation */
function relationLabel(relation) {
  return data.relations[relation][language];
}

/** @param {number} node @returns {string} what the node is called on the page */
function nameOf(node) {
  const { names, value } = entities[node];
  return value ? valueText(value) : names[0];
}

/** @param {Object<string, any>} value a literal of the facts format */
function valueText(value) {
  if (value.amount !== undefined) return money(value.amount, value.currency);
  if (value.quantity !== undefined) return number(value.quantity);
  if (value.date !== undefined) return day(value.date);
  return String(value.text);
}

/** @param {number} n */
function number(n) {
  return typeof n === "number" ? new Intl.NumberFormat(language).format(n) : String(n);
}

/** @param {number} amount @param {string} [currency] ISO 4217 */
function money(amount, currency) {
  const large = Math.abs(amount) >= 1e6;
  const style = large ? { notation: "compact", maximumFractionDigits: 2 } : { maximumFractionDigits: 2 };
  try {
    return new Intl.NumberFormat(language, /** @type {any} */ ({ ...style, style: "currency", currency })).format(amount);
  } catch {
    return `${number(amount)} ${currency || ""}`.trim(); // no such currency
  }
}

/** A date as exact as it is known. @param {string} date "2024", "2024-H1", "2024-Q3", "2024-07", "2024-07-12", "2012/2014" */
function day(date) {
  const [from, to] = String(date).split("/");
  if (to !== undefined) {
    if (from === "" || from === "..") return text("until", { date: day(to) });
    if (to === "" || to === "..") return text("since", { date: day(from) });
    return `${day(from)} – ${day(to)}`;
  }
  const part = /^(\d{4})-([HQ])(\d)$/.exec(from);
  if (part) return text(part[2] === "H" ? "half" : "quarter", { n: part[3], year: part[1] });
  const exact = /^(\d{4})-(\d\d)(-(\d\d))?$/.exec(from);
  if (!exact) return from;
  const when = new Date(Date.UTC(+exact[1], +exact[2] - 1, +(exact[4] || 1)));
  const style = exact[4] ? { day: "numeric", month: "short" } : { month: "long" };
  return new Intl.DateTimeFormat(language, /** @type {any} */ ({ ...style, year: "numeric", timeZone: "UTC" })).format(when);
}

/** @param {string} iso "P10Y", "P18M" */
function duration(iso) {
  const part = /^P(\d+(?:\.\d+)?)([YMWD])$/.exec(iso);
  if (!part) return iso;
  const unit = { Y: "year", M: "month", W: "week", D: "day" }[part[2]];
  return new Intl.NumberFormat(language, /** @type {any} */ ({ style: "unit", unit, unitDisplay: "long" })).format(+part[1]);
}

/** Fills in every text of the template. */
function writeTexts() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = text(node.getAttribute("data-text") || "");
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", text(node.getAttribute("data-label") || ""));
}
