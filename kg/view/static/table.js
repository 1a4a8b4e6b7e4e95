// The facts as a table: the same facts, the same filters; a row for each telling.

const ROWS = 200; // rows written at once
let sortedBy = "subject", ascending = true;

/** @type {Object<string, (row: {edge: Edge, telling: Telling}) => string>} */
const COLUMNS = {
  subject: ({ edge }) => nameOf(edge.from),
  relation: ({ edge }) => relationLabel(edge.relation),
  object: ({ edge }) => nameOf(edge.to),
  certainty: ({ telling }) => String(STATUSES.indexOf(telling.status)),
  date: ({ telling }) => telling.time || "",
  evidence: ({ telling }) => telling.quote,
  source: ({ telling }) => documents[telling.document].published || documents[telling.document].source,
};

/** The tellings that the filters let through: all in the table, in the picture those that are drawn. */
function rowsShown() {
  const drawn = (/** @type {Edge} */ edge) => tableOpen() || (isShown(edge.from) && isShown(edge.to));
  return edges.filter(drawn).flatMap((edge) => shownTellings(edge).map((telling) => ({ edge, telling })));
}

function tableOpen() {
  return !byId("table").hidden;
}

function writeTable() {
  const by = COLUMNS[sortedBy];
  const order = new Intl.Collator(language, { numeric: true });
  const rows = rowsShown().map((row) => ({ row, key: by(row) }))
    .sort((a, b) => (ascending ? 1 : -1) * order.compare(a.key, b.key)).map(({ row }) => row);
  const body = el("tbody");
  const table = el("div", {}, el("table", {}, el("thead", {}, el("tr", {}, ...Object.keys(COLUMNS).map(heading))), body));
  byId("table").replaceChildren(rows.length ? table : el("p", { class: "muted" }, text("noFacts")));
  inSteps(body, rows, ROWS, ({ edge, telling }) => tableRow(edge, telling));
}

/** @param {string} column */
function heading(column) {
  const sort = column !== sortedBy ? "none" : ascending ? "ascending" : "descending";
  const button = el("button", { type: "button", onclick: () => {
    ascending = column === sortedBy ? !ascending : true;
    sortedBy = column;
    writeTable();
  } }, text(column), sort === "none" ? "" : ascending ? " ↑" : " ↓");
  return el("th", { scope: "col", "aria-sort": sort, class: column }, button);
}

/** @param {Edge} edge @param {Telling} telling */
function tableRow(edge, telling) {
  return el("tr", {},
    el("td", {}, entityLink(edge.from)),
    el("td", {}, relationLabel(edge.relation)),
    el("td", {}, entityLink(edge.to)),
    el("td", {}, statusMark(telling.status)),
    el("td", { class: "when" }, telling.time ? day(telling.time) : ""),
    el("td", { class: "evidence" }, telling.quote),
    el("td", {}, ...saidBy(telling), sourceLink(telling)));
}

/** @param {boolean} open */
function openTable(open) {
  byId("table").hidden = !open;
  byId("picture").hidden = byId("hint").hidden = open;
  byId("view").textContent = text(open ? "graphView" : "tableView");
  if (open) writeTable();
  else network.redraw();
}
