// The shortest way from one entity to another, over the facts that the filters let through.

/** Where a path is to start, while its end is being chosen. @type {number|null} */ let pathStart = null;

/** @param {number} node */
function startPath(node) {
  pathStart = node;
  const input = byId("search");
  input.value = "";
  input.placeholder = text("pathSearch");
  input.focus();
}

function forgetPath() {
  pathStart = null;
  byId("search").placeholder = text("search");
}

/** @param {number} from @param {number} to @returns {number[]} the nodes on the way, both ends included; [] when there is none */
function shortestPath(from, to) {
  /** @type {Map<number, number>} */ const cameFrom = new Map([[from, from]]);
  const queue = [from];
  for (let i = 0; i < queue.length && !cameFrom.has(to); i++) {
    for (const next of neighbours(queue[i])) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, queue[i]);
      queue.push(next);
    }
  }
  if (!cameFrom.has(to)) return [];
  const way = [to];
  while (way[0] !== from) way.unshift(/** @type {number} */ (cameFrom.get(way[0])));
  return way;
}

/** @param {number} from @param {number} to */
function showPath(from, to) {
  forgetPath();
  const way = shortestPath(from, to);
  selection = way.length ? way : [from, to];
  selected = "path";
  show(selection);
  network.unselectAll();
  fit(selection.filter(isShown));
  writePanel();
}

function pathPanel() {
  const ends = [selection[0], selection[selection.length - 1]];
  const steps = selection.slice(1).map((node, i) => shownEdges().filter((edge) => pair(edge) === pair({ from: selection[i], to: node })));
  const facts = steps.flat();
  return [
    el("p", { class: "type-plain" }, text("path")),
    el("h2", { class: "ends" }, entityLink(ends[0]), " → ", entityLink(ends[1])),
    facts.length ? factList(facts, null) : el("p", { class: "muted" }, text("noPath")),
  ];
}
