// The filters on the left, which are the legend as well.

function writeFilters() {
  byId("filters").replaceChildren(
    section("entityTypes", ...typeBoxes(ENTITY_TYPES)),
    ...(entities.some((entity) => entity.value) ? [section("values", ...typeBoxes(VALUE_TYPES))] : []),
    section("certainty", ...statusBoxes()),
    ...(dates.length > 1 ? [section("knownBy", dateSlider())] : []),
    section("relations", ...relationBoxes()));
}

/** @param {string} title @param {...HTMLElement} children */
function section(title, ...children) {
  return el("section", { "aria-label": text(title) }, el("h4", {}, text(title)), ...children);
}

/** @param {Set<string>} set what is switched off @param {string} kind @param {string} key @param {string} label @param {number} n @param {Node} [sign] */
function box(set, kind, key, label, n, sign) {
  const input = el("input", { type: "checkbox", checked: !set.has(key), "data-kind": kind, "data-key": key });
  input.addEventListener("change", () => {
    if (/** @type {HTMLInputElement} */ (input).checked) set.delete(key);
    else set.add(key);
    if (kind === "type" && VALUE_TYPES.includes(key) && !set.has(key)) showValues();
    filtersChanged();
  });
  return el("label", { class: "box" }, input, sign || "", el("span", { class: "words" }, label), el("span", { class: "muted" }, number(n)));
}

/** @param {string[]} types */
function typeBoxes(types) {
  const tally = tallyOf(entities.map((entity) => entity.type));
  return types.filter((type) => tally.has(type))
    .map((type) => box(off.types, "type", type, text(type), tally.get(type) || 0, disc(type)));
}

function statusBoxes() {
  const tally = tallyOf(edges.flatMap((edge) => [...new Set(tellingsOf[edge.id].map((t) => t.status))]));
  return STATUSES.filter((status) => tally.has(status))
    .map((status) => box(off.statuses, "status", status, text(status), tally.get(status) || 0, line(status)));
}

function relationBoxes() {
  const tally = tallyOf(edges.map((edge) => edge.relation));
  const names = [...tally.keys()].sort((a, b) => relationLabel(a).localeCompare(relationLabel(b), language));
  const all = (/** @type {boolean} */ on) => () => {
    off.relations = new Set(on ? [] : names);
    writeFilters();
    filtersChanged();
  };
  const buttons = el("p", { class: "all" },
    el("button", { type: "button", class: "link", onclick: all(true) }, text("all")), " · ",
    el("button", { type: "button", class: "link", onclick: all(false) }, text("none")));
  return [buttons, ...names.map((name) => box(off.relations, "relation", name, relationLabel(name), tally.get(name) || 0))];
}

/** @param {string[]} keys @returns {Map<string, number>} */
function tallyOf(keys) {
  const tally = new Map();
  for (const key of keys) tally.set(key, (tally.get(key) || 0) + 1);
  return tally;
}

function dateSlider() {
  const last = dates.length - 1;
  const at = off.after === null ? last : dates.indexOf(off.after);
  const output = el("output", { for: "date" }, day(dates[at]));
  const input = /** @type {HTMLInputElement} */ (el("input", { type: "range", id: "date", min: 0, max: last, value: at, "aria-label": text("knownBy"), "aria-valuetext": day(dates[at]) }));
  input.addEventListener("input", () => {
    off.after = +input.value === last ? null : dates[+input.value];
    output.textContent = day(dates[+input.value]);
    input.setAttribute("aria-valuetext", output.textContent);
    filtersChanged();
  });
  const undated = documents.some((doc) => !doc.published);
  return el("div", { class: "date" }, input, output, undated ? el("p", { class: "muted small" }, text("undated")) : "");
}
