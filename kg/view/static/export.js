// The facts shown, to be saved: as JSON Lines in kg's facts format, or as CSV.

/** @param {{edge: Edge, telling: Telling}} row @returns {Object<string, any>} a fact of the facts format */
function factOf({ edge, telling }) {
  const { document, status, by, place, product, quote, start, end, page, subjectNames, objectNames } = telling;
  const fact = {
    document: documents[document].source, subject: termOf(edge.from, subjectNames), relation: edge.relation, object: termOf(edge.to, objectNames),
    status, ended: telling.ended, attributedTo: partyOf(by), time: telling.time, place: partyOf(place),
    amount: telling.amount, currency: telling.currency, duration: telling.duration, position: telling.position, share: telling.share,
    product: partyOf(product), evidence: { quote, start, end, page }, rule: telling.rule,
  };
  return JSON.parse(JSON.stringify(fact)); // leaves out what is undefined
}

/** @param {number} node @param {string[]} [names] as the document has them */
function termOf(node, names) {
  const { iri, type, names: all, value } = entities[node];
  return value || { iri, type, names: names || all };
}

/** @param {Party} [party] */
function partyOf(party) {
  return party && (party.text === undefined ? { names: party.names, iri: party.iri } : { text: party.text });
}

function asJsonLines() {
  return rowsShown().map((row) => JSON.stringify(factOf(row)) + "\n").join("");
}

function asCsv() {
  const head = ["subject", "relation", "object", "status", "ended", "attributed to", "time", "quote", "document", "page", "title", "published"];
  const rows = rowsShown().map(({ edge, telling }) => {
    const doc = documents[telling.document];
    return [nameOf(edge.from), edge.relation, nameOf(edge.to), telling.status, telling.ended ? "true" : "", telling.by ? telling.by.names[0] : "",
      telling.time || "", telling.quote, doc.source, telling.page ? String(telling.page) : "", doc.title || "", doc.published || ""];
  });
  return [head, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");
}

/** A cell that a spreadsheet can't take for a formula. @param {string} words */
function cell(words) {
  const plain = /^[=+\-@\t\r]/.test(words) && !/^-?[\d.,\s]+$/.test(words) ? `'${words}` : words;
  return `"${plain.replace(/"/g, '""')}"`;
}

/** @param {string} name @param {string} type @param {string} content */
function save(name, type, content) {
  // The byte order mark tells a spreadsheet that the file is UTF-8.
  const blob = new Blob([type === "text/csv" ? "\ufeff" : "", content], { type: `${type};charset=utf-8` });
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** @param {boolean} open */
function openFormats(open) {
  byId("formats").hidden = !open;
  byId("export").setAttribute("aria-expanded", String(open));
}

function startExport() {
  byId("export").addEventListener("click", () => openFormats(byId("formats").hidden));
  byId("export-json").addEventListener("click", () => { save("facts.jsonl", "application/x-ndjson", asJsonLines()); openFormats(false); });
  byId("export-csv").addEventListener("click", () => { save("facts.csv", "text/csv", asCsv()); openFormats(false); });
  document.addEventListener("click", (event) => { if (!byId("export").parentElement.contains(event.target)) openFormats(false); });
}
