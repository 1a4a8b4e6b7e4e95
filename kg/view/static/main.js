// Wires it all together: selecting, keys, buttons, and what a script may ask of the page.

/** @param {number} node */
function selectNode(node) {
  if (!isShown(node)) {
    off.types.delete(entities[node].type);
    show([node]);
    writeFilters();
    if (tableOpen()) writeTable();
  }
  selection = [node];
  selected = "node";
  draw();
  if (!tableOpen()) bringIntoView(node);
  writePanel();
  const name = nameOf(node);
  announce(text("selected", { name, type: text(entities[node].type), facts: count("fact", "facts", factsAt(node).length) }));
}

/** @param {number} a @param {number} b */
function selectLine(a, b) {
  selection = [a, b];
  selected = "line";
  draw();
  writePanel();
}

function clearSelection() {
  selection = [];
  selected = null;
  network.unselectAll();
  draw();
  writePanel();
}

function filtersChanged() {
  draw();
  if (tableOpen()) writeTable();
  writePanel();
  writeCounts();
}

function writeCounts() {
  const shown = shownEdges();
  const ends = new Set(shown.flatMap((edge) => [edge.from, edge.to]).filter((node) => !entities[node].value));
  byId("counts").textContent = [
    count("entity", "entities", ends.size), count("fact", "facts", shown.length), count("document", "documents", documents.length)].join(" · ");
}

/** @param {"en"|"fr"} to */
function setLanguage(to) {
  language = to;
  writeTexts();
  const input = byId("search");
  input.placeholder = text(pathStart === null ? "search" : "pathSearch");
  input.setAttribute("aria-label", text("searchLabel"));
  byId("found").setAttribute("aria-label", text("found"));
  byId("language").setAttribute("aria-label", text("languageLabel"));
  byId("language").textContent = text("language");
  byId("view").textContent = text(tableOpen() ? "graphView" : "tableView");
  writeFilters();
  filtersChanged();
}

/** @param {"light"|"dark"} theme */
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  writeFilters();
  filtersChanged();
}

/** Goes through the neighbours of the selected node in turn, or else through the nodes drawn.
 * @param {number} by 1 or -1 */
function walk(by) {
  const centre = walkCentre();
  const ring = (centre === null ? [...placed.keys()].sort((a, b) => edgesAt[b].length - edgesAt[a].length) : neighbours(centre)).filter(isShown);
  if (!ring.length) return;
  const at = ring.indexOf(selection[0]);
  const next = ring[(at + by + ring.length) % ring.length];
  selectNode(next);
  walked = centre;
}

/** The node around which the arrow keys go: it stays while they are used. @type {number|null} */ let walked = null;

function walkCentre() {
  if (selected !== "node") return null;
  if (walked !== null && neighbours(walked).includes(selection[0])) return walked;
  return selection[0];
}

/** @param {KeyboardEvent} event */
function pageKey(event) {
  const typing = /** @type {HTMLElement} */ (event.target).matches("input, textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape" && event.key !== "/")) return;
  /** @type {Object<string, () => void>} */
  const keys = { "/": () => byId("search").focus(), t: () => openTable(!tableOpen()), f: () => fit(), Escape: () => { walked = null; clearSelection(); } };
  if (event.target === byId("picture")) {
    Object.assign(keys, {
      ArrowDown: () => walk(1), ArrowRight: () => walk(1), ArrowUp: () => walk(-1), ArrowLeft: () => walk(-1),
      Enter: () => { if (selected === "node") { walked = null; expand(selection[0]); writePanel(); } },
      "+": () => network.moveTo({ scale: network.getScale() * 1.25 }), "-": () => network.moveTo({ scale: network.getScale() / 1.25 }),
    });
  }
  const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
  if (!act) return;
  event.preventDefault();
  act();
}

/** @param {{nodes: number[], edges: string[]}} what vis-network's event */
function clicked({ nodes, edges: lines }) {
  walked = null;
  if (nodes.length && pathStart !== null) showPath(pathStart, nodes[0]);
  else if (nodes.length) selectNode(nodes[0]);
  else if (lines.length) selectLine(visEdges.get(lines[0]).from, visEdges.get(lines[0]).to);
  else clearSelection();
}

/** @param {number|null} node */
function hover(node) {
  hovered = node;
  byId("picture").style.cursor = node === null ? "" : "pointer";
  if (selection.length) draw();
}

function start() {
  document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  network.on("click", clicked);
  network.on("doubleClick", ({ nodes }) => { if (nodes.length) { expand(nodes[0]); writePanel(); } });
  network.on("hoverNode", ({ node }) => hover(node));
  network.on("blurNode", () => hover(null));
  network.on("dragEnd", () => { keepPositions(); draw(); });
  network.on("afterDrawing", drawSigns);
  document.addEventListener("keydown", pageKey);
  byId("fit").addEventListener("click", () => fit());
  byId("view").addEventListener("click", () => openTable(!tableOpen()));
  byId("theme").addEventListener("click", () => setTheme(dark() ? "light" : "dark"));
  byId("language").addEventListener("click", () => setLanguage(language === "fr" ? "en" : "fr"));
  startSearch();
  startExport();
  setLanguage(language);
  if (data.focus.length === 1) selectNode(data.focus[0]);
  fit();
}

start();

/** For scripts and the browser's console: the same that mouse and keys do. */
Object.assign(window, {
  kgView: Object.freeze({
    find: (/** @type {string} */ name) => find(name).map((node) => ({ node, ...entities[node] })),
    select: selectNode, expand, only, path: showPath, fit: () => fit(), clear: clearSelection, setLanguage, setTheme,
    facts: () => rowsShown().map(factOf), csv: asCsv, network, nodes: visNodes, edges: visEdges,
  }),
});
