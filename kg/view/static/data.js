// The data of the page, their indexes, and what the filters let through.

/**
 * @typedef {{iri?: string, type: string, names: string[], value?: Object<string, string|number>}} Entity
 * @typedef {{id: number, from: number, to: number, relation: string, dashes: boolean|number[]}} Edge  a proposition
 * @typedef {{names: string[], text?: string, iri?: string, node?: number}} Party
 * @typedef {{edge: number, document: number, status: string, ended?: boolean, by?: Party, place?: Party,
 *   product?: Party, quote: string, start: number, end: number, page?: number, before?: string, after?: string,
 *   subjectNames?: string[], objectNames?: string[], time?: string, amount?: number, currency?: string,
 *   duration?: string, position?: string, share?: number, rule?: string}} Telling
 * @typedef {{source: string, title?: string, published?: string, language?: string}} Doc
 */

const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("data")).textContent || "");
/** @type {Entity[]} */ const entities = data.entities;
/** @type {Edge[]} */ const edges = data.edges;
/** @type {Telling[]} */ const tellings = data.tellings;
/** @type {Doc[]} */ const documents = data.documents;

/** The statuses, in the order of the legend. */
const STATUSES = Object.keys(data.dashes);
const ENTITY_TYPES = ["Organization", "Person", "Product", "Place", "Entity"];
const VALUE_TYPES = ["Amount", "Quantity", "Date", "Text"];
const UNDRAWN = data.undrawn; // types that the picture opens without

/** Tellings of each edge, and edges at each node. */
/** @type {Telling[][]} */ const tellingsOf = edges.map(() => []);
/** @type {Edge[][]} */ const edgesAt = entities.map(() => []);
for (const telling of tellings) tellingsOf[telling.edge].push(telling);
for (const list of tellingsOf) list.sort((a, b) => published(b).localeCompare(published(a)));
for (const edge of edges) {
  edgesAt[edge.from].push(edge);
  if (edge.to !== edge.from) edgesAt[edge.to].push(edge);
}

/** The dates on which documents were published, in order. */
const dates = [...new Set(documents.map((d) => d.published).filter((d) => d !== undefined))].sort();

/** What is let through: types, statuses and relations that are switched off, and the last date. */
const off = { types: new Set(UNDRAWN), statuses: new Set(), relations: new Set(), after: /** @type {string|null} */ (null) };

/** @param {Telling} telling @returns {string} the day its document was published, "" when unknown */
function published(telling) {
  return documents[telling.document].published || "";
}

/** @param {Telling} telling */
function passes(telling) {
  return !off.statuses.has(telling.status) && (off.after === null || published(telling) <= off.after);
}

/** The tellings of an edge that the filters let through, the latest first; none when a filter hides the edge.
 * @param {Edge} edge @returns {Telling[]} */
function shownTellings(edge) {
  if (off.relations.has(edge.relation) || entityOff(edge.from) || entityOff(edge.to)) return [];
  return tellingsOf[edge.id].filter(passes);
}

/** Whether the picture leaves a node out. @param {number} node */
function nodeOff(node) {
  return off.types.has(entities[node].type);
}

/** Whether the filters hide the facts of a node; a value that is not drawn is still read in panel and table.
 * @param {number} node */
function entityOff(node) {
  return !entities[node].value && nodeOff(node);
}

/** All edges that the filters let through. */
function shownEdges() {
  return edges.filter((edge) => shownTellings(edge).length > 0);
}

/** How an edge stands: asserted if any telling asserts it (as in the graph's plain triples), else as told last.
 * @param {Telling[]} told not empty, the latest first
 * @returns {{status: string, ended: boolean}} */
function standing(told) {
  const asserting = told.filter((t) => t.status === "asserted");
  if (asserting.length) return { status: "asserted", ended: asserting.every((t) => t.ended) };
  return { status: told[0].status, ended: Boolean(told[0].ended) };
}

/** Neighbours that can be drawn, by edges that the filters let through, each once.
 * @param {number} node @returns {number[]} */
function neighbours(node) {
  const near = new Set();
  for (const edge of edgesAt[node]) {
    const other = edge.from === node ? edge.to : edge.from;
    if (other !== node && !nodeOff(other) && shownTellings(edge).length) near.add(other);
  }
  return [...near];
}

/** @param {number} node @returns {Edge[]} its edges that the filters let through */
function factsAt(node) {
  return edgesAt[node].filter((edge) => shownTellings(edge).length > 0);
}

/** @param {string} text @returns {string} without case and accents, as names are compared */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase().trim();
}
