// The picture: which nodes are drawn, where, and how; vis-network does the drawing.

const MOST = 300; // as in kg/view/choose.py: a picture with more can't be read
const ALL_LABELS = 60; // with more lines than this, their labels wait until the reader zooms in or selects
const CLOSEST = 1.1; // a small picture is not blown up further than this
const EXPANSION = 30; // neighbours that join at once: more would bury what one was reading
const MANY = 24; // with more nodes than this the picture is drawn small, so its names are set larger
const LABEL_LENGTH = 44; // longer names are cut in the picture; the panel has them whole

/** @type {Map<number, Point>} */ const placed = new Map();
for (const node of data.nodes) if (node.x !== undefined) placed.set(node.id, { x: node.x, y: node.y });

/** What is selected: a node, or the two ends of a line, or the nodes of a path. @type {number[]} */
let selection = [];
/** @type {"node"|"line"|"path"|null} */ let selected = null;
/** @type {number|null} */ let hovered = null;

/** How many neighbours of each node are not drawn, as last drawn. @type {Map<number, number>} */
let hiddenAt = new Map();
/** The nodes in the light, as last drawn: null when nothing is selected. @type {Set<number>|null} */
let close = null;

const visNodes = new vis.DataSet();
const visEdges = new vis.DataSet();
const network = new vis.Network(byId("picture"), { nodes: visNodes, edges: visEdges }, data.options);

/** @param {number} node */
function isShown(node) {
  return placed.has(node) && !nodeOff(node);
}

/** Draws again what is placed and passes the filters. */
function draw() {
  const lines = shownLines();
  close = closeToSelection(lines);
  hiddenAt = new Map([...placed.keys()].map((node) => [node, neighbours(node).filter((n) => !placed.has(n)).length]));
  update(visNodes, [...placed.keys()].filter(isShown).map((node) => nodeStyle(node)));
  update(visEdges, lines.map((group) => lineStyle(group, lines.length)));
  const drawable = entities.filter((entity) => !off.types.has(entity.type)).length, drawn = visNodes.length;
  if (!edges.length) byId("hint").textContent = text("empty");
  else byId("hint").textContent = drawn < drawable ? text("notShown", { n: number(drawn), all: number(drawable) }) : "";
}

/** Makes a data set hold exactly `items`. @param {any} set @param {any[]} items */
function update(set, items) {
  const keep = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((/** @type {any} */ id) => !keep.has(id)));
  set.update(items);
}

/** Edges of the same ends and standing are one line: "partner of +1".
 * @typedef {{id: string, from: number, to: number, status: string, ended: boolean, edges: Edge[], curve: number}} Line
 * @returns {Line[]} */
function shownLines() {
  /** @type {Map<string, Line>} */ const lines = new Map();
  /** @type {Map<string, number>} */ const between = new Map();
  for (const edge of edges) {
    if (!isShown(edge.from) || !isShown(edge.to)) continue;
    const told = shownTellings(edge);
    if (!told.length) continue;
    const { status, ended } = standing(told);
    const id = `${edge.from}>${edge.to}:${status}${ended ? ":ended" : ""}`;
    const line = lines.get(id);
    if (line) line.edges.push(edge);
    else lines.set(id, { id, from: edge.from, to: edge.to, status, ended, edges: [edge], curve: curveOf(edge, between) });
  }
  const alone = (/** @type {Line} */ line) => between.get(pair(line)) === 1 && line.from !== line.to;
  return [...lines.values()].map((line) => (alone(line) ? { ...line, curve: 0 } : line));
}

/** @param {{from: number, to: number}} edge @returns {string} the same for both directions */
function pair(edge) {
  return edge.from < edge.to ? `${edge.from}-${edge.to}` : `${edge.to}-${edge.from}`;
}

/** Parallel lines bend away from each other: the first to one side, the second to the other, and so on further out.
 * @param {Edge} edge @param {Map<string, number>} between how many lines each pair has so far */
function curveOf(edge, between) {
  const n = between.get(pair(edge)) || 0;
  between.set(pair(edge), n + 1);
  const bend = 0.13 * (1 + Math.floor(n / 2)) * (n % 2 ? -1 : 1);
  return edge.from < edge.to ? bend : -bend;
}

/** The nodes in the light: the selection and what it is linked to; null when nothing is selected.
 * @param {Line[]} lines @returns {Set<number>|null} */
function closeToSelection(lines) {
  if (!selection.some(isShown)) return null;
  const lit = new Set(selection);
  if (selected === "node") {
    for (const line of lines) {
      if (line.from === selection[0]) lit.add(line.to);
      if (line.to === selection[0]) lit.add(line.from);
    }
  }
  return lit;
}

/** @param {number} node */
function nodeStyle(node) {
  const { type } = entities[node];
  const chosen = selection.includes(node), faded = close !== null && !close.has(node);
  const value = VALUE_TYPES.includes(type);
  const colour = faded ? ground("--faded") : typeColour(type);
  const { x, y } = /** @type {Point} */ (placed.get(node));
  const size = (value ? 12 : 13) + (placed.size > MANY ? 3 : 0);
  return {
    id: node, x, y,
    size: (value ? 12 : 17) + (chosen ? 7 : 0),
    label: faded && hovered !== node ? " " : value ? pictureLabel(nameOf(node)) : bold(pictureLabel(nameOf(node))),
    color: { background: colour, border: colour, hover: { background: colour, border: colour }, highlight: { background: colour, border: colour } },
    font: {
      face: "system-ui, sans-serif", size, multi: value ? false : "html", bold: { size, mod: "bold" },
      color: faded ? ground("--muted") : ground("--text"), strokeWidth: chosen ? 0 : 4, strokeColor: ground("--ground"), background: chosen ? ground("--panel") : undefined,
    },
    widthConstraint: { maximum: 150 },
  };
}

/** @param {string} name */
function pictureLabel(name) {
  // Controls and marks that turn the direction of writing would let one name pass for another.
  const plain = name.replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, " ").trim() || "?";
  return plain.length > LABEL_LENGTH ? plain.slice(0, LABEL_LENGTH - 1).trimEnd() + "…" : plain;
}

/** vis-network draws a label bold only by this mark-up of its own, which never leaves the canvas; a character without
 * width keeps it from reading any in the label. @param {string} label */
function bold(label) {
  return `<b>${label.replace(/[<&]/g, "$&\u200b")}</b>`;
}

/** @param {Line} line @param {number} many how many lines there are */
function lineStyle(line, many) {
  const lit = close === null || isLit(line);
  const denied = line.status === "denied";
  const colour = !lit ? ground("--faded") : denied ? statusColour("denied") : line.ended ? ground("--muted") : ground("--line");
  const always = close !== null || many <= ALL_LABELS || statusSign(line.status) !== "";
  return {
    id: line.id, from: line.from, to: line.to,
    dashes: Object.hasOwn(data.dashes, line.status) ? data.dashes[line.status] : false,
    arrows: { to: { enabled: !line.edges.every((edge) => data.relations[edge.relation].symmetric), scaleFactor: 0.62 } },
    width: line.edges.length > 1 ? 2.2 : line.status === "possible" || line.status === "unknown" ? 1.8 : 1.3,
    color: { color: colour, highlight: colour, hover: colour, opacity: lit ? 1 : 0.75 },
    label: lit ? lineLabel(line) : " ", // vis-network keeps the old label when told none
    scaling: { label: { drawThreshold: always ? 3 : 9 } }, // pixels on the screen
    font: { align: isLevel(line) ? "horizontal" : "middle", size: many > ALL_LABELS ? 13 : 11, face: "system-ui, sans-serif", color: denied ? statusColour("denied") : ground("--muted"), strokeWidth: 0, background: ground("--ground") },
    smooth: line.curve ? { enabled: true, type: line.curve > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.curve) } : false,
  };
}

/** vis-network misplaces a label along a line that is exactly level; one that is simply level stands right.
 * @param {Line} line */
function isLevel(line) {
  const [from, to] = [line.from, line.to].map((node) => Math.trunc(/** @type {Point} */ (placed.get(node)).y));
  return from === to;
}

/** @param {Line} line */
function isLit(line) {
  if (selected === "node") return line.from === selection[0] || line.to === selection[0];
  return selection.includes(line.from) && selection.includes(line.to);
}

/** @param {Line} line */
function lineLabel(line) {
  const label = relationLabel(line.edges[0].relation);
  const more = line.edges.length > 1 ? `  +${line.edges.length - 1}` : "";
  return ` ${statusSign(line.status)}${line.ended ? text("endedLabel", { label }) : label}${more} `;
}

/** The signs on the nodes, the ring around the selected, and how many neighbours are not drawn.
 * @param {CanvasRenderingContext2D} ctx */
function drawSigns(ctx) {
  const points = network.getPositions();
  for (const id of visNodes.getIds()) {
    const { x, y } = points[id], { type } = entities[id];
    const chosen = selection.includes(id), radius = (VALUE_TYPES.includes(type) ? 12 : 17) + (chosen ? 7 : 0);
    ctx.save();
    if (chosen) ring(ctx, x, y, radius, typeColour(type));
    ctx.translate(x - radius * 0.52, y - radius * 0.52);
    ctx.scale((radius * 1.04) / 24, (radius * 1.04) / 24);
    ctx.fillStyle = close === null || close.has(id) ? "#fff" : ground("--ground");
    ctx.fill(/** @type {Path2D} */ (paths.get(type)));
    ctx.restore();
    const hidden = hiddenAt.get(id);
    if (hidden) badge(ctx, x + radius * 0.75, y - radius * 0.8, `+${hidden}`);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} radius @param {string} colour */
function ring(ctx, x, y, radius, colour) {
  for (const [extra, width, stroke] of /** @type {[number, number, string][]} */ ([[1, 2, ground("--ground")], [3.5, 3, colour]])) {
    ctx.beginPath();
    ctx.arc(x, y, radius + extra, 0, 2 * Math.PI);
    ctx.lineWidth = width;
    ctx.strokeStyle = stroke;
    ctx.stroke();
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {string} label */
function badge(ctx, x, y, label) {
  ctx.save();
  ctx.font = "600 10px system-ui, sans-serif";
  const width = ctx.measureText(label).width + 8;
  ctx.beginPath();
  ctx.roundRect(x - 4, y - 8, width, 15, 7.5);
  ctx.fillStyle = ground("--panel");
  ctx.strokeStyle = ground("--edge");
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = ground("--muted");
  ctx.textBaseline = "middle";
  ctx.fillText(label, x, y);
  ctx.restore();
}

/** Puts nodes into the picture, at most up to the limit. @param {number[]} nodes @returns {boolean} whether all found room */
function show(nodes) {
  keepPositions();
  const wanted = nodes.filter((node) => !placed.has(node));
  const joining = wanted.slice(0, Math.max(0, MOST - placed.size));
  place(placed, joining, neighbours);
  draw();
  const all = joining.length === wanted.length;
  if (!all) byId("hint").textContent = text("full", { n: MOST });
  return all;
}

/** Draws more neighbours of a node, a number at a time: the best connected first. @param {number} node */
function expand(node) {
  const hidden = neighbours(node).filter((n) => !placed.has(n));
  hidden.sort((a, b) => edgesAt[b].length - edgesAt[a].length || a - b);
  show([node, ...hidden.slice(0, EXPANSION)]);
}

/** Draws a node and its neighbours, and nothing else. @param {number} node */
function only(node) {
  placed.clear();
  placed.set(node, { x: 0, y: 0 });
  visNodes.clear();
  expand(node);
  fit();
}

/** Nodes that the reader dragged stay where they were dropped. */
function keepPositions() {
  for (const [id, point] of Object.entries(network.getPositions())) if (placed.has(+id)) placed.set(+id, point);
}

/** Puts nodes into view, labels included (vis-network's own `fit` leaves out nodes that it has not drawn yet).
 * @param {number[]} [nodes] all, unless told which */
function fit(nodes = visNodes.getIds()) {
  if (!nodes.length) return;
  keepPositions();
  const points = nodes.map((node) => /** @type {Point} */ (placed.get(node)));
  const xs = points.map((p) => p.x), ys = points.map((p) => p.y);
  const left = Math.min(...xs) - 90, right = Math.max(...xs) + 90, top = Math.min(...ys) - 45, bottom = Math.max(...ys) + 60;
  const { clientWidth, clientHeight } = byId("picture");
  const room = clientHeight - byId("hint").offsetHeight - 12; // the hint stands at the lower edge
  const scale = Math.min(clientWidth / (right - left), room / (bottom - top), CLOSEST);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + (clientHeight - room) / 2 / scale }, scale });
}

/** Draws the values of what is drawn, when their type has been switched on. */
function showValues() {
  const around = [...placed.keys()].filter(isShown).flatMap(neighbours);
  show([...new Set(around)].filter((node) => entities[node].value));
}

/** Brings a node into view without changing the scale more than needed. @param {number} node */
function bringIntoView(node) {
  const at = network.canvasToDOM(/** @type {Point} */ (placed.get(node)));
  const { clientWidth, clientHeight } = byId("picture");
  const inside = at.x > 40 && at.y > 40 && at.x < clientWidth - 40 && at.y < clientHeight - 40;
  if (!inside) network.moveTo({ position: placed.get(node), scale: Math.max(network.getScale(), 0.7) });
}
