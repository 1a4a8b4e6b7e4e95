// Colours, glyphs and lines: the same in the legend, the picture and the panel.

/** Colour of each type, on light and on dark ground. @type {Object<string, [string, string]>} */
const TYPE_COLOURS = {
  Organization: ["#1f5f8b", "#4f9fd1"],
  Person: ["#b5461f", "#e07a52"],
  Product: ["#2a7a43", "#58b377"],
  Place: ["#7a4f9a", "#b088d0"],
  Entity: ["#555b66", "#9aa1ad"],
  Amount: ["#8a6a00", "#cfa72b"],
  Quantity: ["#3d6f73", "#6fb0b5"],
  Date: ["#8c4a68", "#cf86a8"],
  Text: ["#676d4a", "#a9b07c"],
};

/** @type {Object<string, [string, string]>} */
const STATUS_COLOURS = {
  asserted: ["#2a7a43", "#6cc58a"],
  planned: ["#1f5f8b", "#6db6e5"],
  possible: ["#8a5a00", "#dba83c"],
  denied: ["#b3261e", "#ff8a80"],
  unknown: ["#5f6670", "#a3abb6"],
};

/** White signs on the nodes, as SVG paths in a square of 24. @type {Object<string, string>} */
const GLYPHS = {
  Organization: "M5 4h8v16H5zM14.5 9H19v11h-4.5z",
  Person: "M12 4.5a3.7 3.7 0 1 1 0 7.4a3.7 3.7 0 1 1 0-7.4zM4.8 19.5c0-4 3-6 7.2-6s7.2 2 7.2 6z",
  Product: "M12 3l8 4.5v9L12 21l-8-4.5v-9z",
  Place: "M12 2.5c4 0 7 3 7 6.8C19 14.5 12 22 12 22S5 14.5 5 9.3c0-3.8 3-6.8 7-6.8z",
  Entity: "M12 5l7 7l-7 7l-7-7z",
  Amount: "M12 4a8 8 0 1 1 0 16a8 8 0 1 1 0-16z",
  Quantity: "M4 13h4v7H4zM10 8.5h4V20h-4zM16 4h4v16h-4z",
  Date: "M4 6h16v3H4zM4 11h16v9H4z",
  Text: "M4 5h16v3H4zM4 10.5h16v3H4zM4 16h10v3H4z",
};

const paths = new Map(Object.entries(GLYPHS).map(([type, path]) => [type, new Path2D(path)]));

/** @returns {boolean} */
function dark() {
  return document.documentElement.dataset.theme === "dark";
}

/** @param {string} type */
function typeColour(type) {
  return TYPE_COLOURS[type][dark() ? 1 : 0];
}

/** @param {string} status */
function statusColour(status) {
  return (STATUS_COLOURS[status] || STATUS_COLOURS.unknown)[dark() ? 1 : 0];
}

/** The colours of the ground, from the style sheet; kept, since drawing asks for them many times a frame.
 * @param {string} name "--ground" @returns {string} */
function ground(name) {
  const key = `${dark()}${name}`;
  const known = grounds.get(key) || getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  grounds.set(key, known);
  return known;
}
/** @type {Map<string, string>} */ const grounds = new Map();

/** @param {string} type @returns {Node} the coloured disc of the legend */
function disc(type) {
  return svg("svg", { viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true", class: "disc" },
    svg("circle", { cx: 12, cy: 12, r: 12, fill: typeColour(type) }),
    svg("path", { d: GLYPHS[type], fill: "#fff", transform: "translate(5.5 5.5) scale(.54)" }));
}

/** @param {string} status @param {string} [colour] @returns {Node} the line of the legend */
function line(status, colour = ground("--text")) {
  const dashes = data.dashes[status];
  const attributes = { x1: 1, x2: 31, y1: 6, y2: 6, stroke: status === "denied" ? statusColour("denied") : colour, "stroke-width": 2, "stroke-linecap": "round" };
  const parts = [svg("line", dashes ? { ...attributes, "stroke-dasharray": dashes.join(" ") } : attributes)];
  if (status === "denied") parts.push(svg("path", { d: "M12 2l8 8M20 2l-8 8", stroke: statusColour("denied"), "stroke-width": 2 }));
  if (status === "unknown") {
    const mark = svg("text", { x: 16, y: 10, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: colour });
    mark.textContent = "?";
    parts.push(mark);
  }
  return svg("svg", { viewBox: "0 0 32 12", width: 32, height: 12, "aria-hidden": "true", class: "line" }, ...parts);
}

/** What stands before an edge's label, so that the status is not told by the line alone. @param {string} status */
function statusSign(status) {
  return { denied: "✕ ", unknown: "? " }[status] || "";
}
