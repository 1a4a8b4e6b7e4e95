// Search by any name, without regard to case and accents; it reaches the entities that are not drawn as well.

const MOST_FOUND = 12;

/** Folded names of each entity; values can't be searched. */
const folded = entities.map((entity) => (entity.value ? [] : entity.names.map(fold)));
/** @type {number[]} */ let found = [];
let active = -1;

/** The entities whose names contain the words: whole names first, then beginnings, then the better connected.
 * @param {string} query @returns {number[]} */
function find(query) {
  const words = fold(query);
  if (!words) return [];
  const ranked = [];
  for (let node = 0; node < folded.length; node++) {
    const rank = Math.min(...folded[node].map((name) => rankOf(name, words)));
    if (rank < 3) ranked.push({ node, rank });
  }
  ranked.sort((a, b) => a.rank - b.rank || edgesAt[b.node].length - edgesAt[a.node].length || a.node - b.node);
  return ranked.map(({ node }) => node);
}

/** @param {string} name @param {string} words */
function rankOf(name, words) {
  if (name === words) return 0;
  if (name.startsWith(words)) return 1;
  return words.split(/\s+/).every((word) => name.includes(word)) ? 2 : 3;
}

function writeFound() {
  const input = byId("search"), list = byId("found");
  const all = find(input.value);
  found = all.slice(0, MOST_FOUND);
  active = found.length ? 0 : -1;
  list.replaceChildren(...found.map(foundEntry));
  if (!found.length) list.append(el("li", { class: "muted", role: "presentation" }, text("nothingFound")));
  if (all.length > found.length) list.append(el("li", { class: "muted", role: "presentation" }, text("more", { n: number(all.length - found.length) })));
  openFound(input.value.trim() !== "");
  markActive();
}

/** @param {number} node @param {number} i */
function foundEntry(node, i) {
  // mousedown, not click: the list closes when the box loses the focus.
  return el("li", { role: "option", id: `found-${i}`, onmousedown: (/** @type {Event} */ event) => { event.preventDefault(); choose(node); } },
    disc(entities[node].type), el("span", { class: "name" }, nameOf(node)), el("span", { class: "muted" }, count("fact", "facts", factsAt(node).length)));
}

/** @param {boolean} open */
function openFound(open) {
  byId("found").hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
}

function markActive() {
  found.forEach((_, i) => byId(`found-${i}`).setAttribute("aria-selected", String(i === active)));
  if (active >= 0) byId("search").setAttribute("aria-activedescendant", `found-${active}`);
  else byId("search").removeAttribute("aria-activedescendant");
}

/** @param {number} node */
function choose(node) {
  const input = byId("search"), start = pathStart;
  input.value = "";
  openFound(false);
  input.blur();
  if (start !== null) return showPath(start, node);
  selectNode(node);
  byId("picture").focus({ preventScroll: true });
}

/** @param {KeyboardEvent} event */
function searchKey(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (found.length) active = (active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
    markActive();
  } else if (event.key === "Enter" && active >= 0) choose(found[active]);
  else if (event.key === "Escape") {
    byId("search").value = "";
    openFound(false);
    forgetPath();
    byId("search").blur();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function startSearch() {
  const input = byId("search");
  input.addEventListener("input", writeFound);
  input.addEventListener("keydown", searchKey);
  input.addEventListener("blur", () => openFound(false));
}
