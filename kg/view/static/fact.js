// A fact as it is read: the sentence, its status, the quote, who said it, and where it stands.

/** @param {Edge} edge @param {number|null} from the node whose panel it stands in: not linked to itself
 * @returns {HTMLElement} */
function factEntry(edge, from) {
  const told = shownTellings(edge);
  return el("article", { class: "fact" }, sentence(edge, from, told), ...told.map((telling) => tellingEntry(telling, edge)));
}

/** "Ada Lind chief executive of Norrvik". @param {Edge} edge @param {number|null} from @param {Telling[]} told */
function sentence(edge, from, told) {
  const { status } = told.length ? standing(told) : { status: "unknown" };
  const relation = el("span", { class: status === "denied" ? "relation struck" : "relation" }, relationLabel(edge.relation));
  return el("h3", {}, entityLink(edge.from, from), " ", relation, " ", entityLink(edge.to, from));
}

/** @param {number} node @param {number|null} [plain] this node is not made a link */
function entityLink(node, plain) {
  if (node === plain) return el("b", { class: "name" }, nameOf(node));
  const link = el("button", { type: "button", class: "link name", onclick: () => selectNode(node) }, nameOf(node));
  link.style.color = typeColour(entities[node].type);
  return link;
}

/** @param {Telling} telling @param {Edge} edge */
function tellingEntry(telling, edge) {
  return el("div", { class: "telling" },
    el("p", { class: "status" }, statusMark(telling.status), ...qualifiers(telling)),
    quote(telling, edge),
    el("p", { class: "source" }, ...saidBy(telling), sourceLink(telling)));
}

/** @param {string} status */
function statusMark(status) {
  const colour = statusColour(status);
  const mark = el("span", { class: "mark" }, line(status, colour), el("b", {}, text(status)));
  mark.style.color = colour;
  return mark;
}

/** When, where, how much. @param {Telling} telling @returns {HTMLElement[]} */
function qualifiers(telling) {
  const said = [];
  if (telling.time) said.push(day(telling.time));
  if (telling.position) said.push(telling.position);
  if (telling.amount !== undefined) said.push(money(telling.amount, telling.currency));
  if (telling.share !== undefined) said.push(`${number(telling.share)} %`);
  if (telling.duration) said.push(duration(telling.duration));
  if (telling.place) said.push(`${text("in")} ${telling.place.names[0]}`);
  if (telling.product) said.push(`${text("about")} ${telling.product.names[0]}`);
  const chips = said.map((words) => el("span", { class: "chip name" }, words));
  if (telling.ended) chips.unshift(el("span", { class: "chip ended" }, text("ended")));
  return chips;
}

/** The quote with the names of subject and object marked, in its context where that is known.
 * @param {Telling} telling @param {Edge} edge */
function quote(telling, edge) {
  const subject = telling.subjectNames || entities[edge.from].names;
  const object = entities[edge.to].value ? [] : telling.objectNames || entities[edge.to].names;
  const words = marked(telling.quote, [...subject, ...object]);
  if (!telling.before && !telling.after) return el("blockquote", {}, ...words);
  const before = el("span", { class: "context", hidden: true }, telling.before || "");
  const after = el("span", { class: "context", hidden: true }, telling.after || "");
  const more = el("button", { type: "button", class: "more-context", "aria-expanded": "false", "aria-label": text("context"), title: text("context") }, "…");
  more.addEventListener("click", () => {
    before.hidden = after.hidden = !before.hidden;
    more.setAttribute("aria-expanded", String(!before.hidden));
  });
  return el("blockquote", {}, before, ...words, after, " ", more);
}

/** @param {string} words @param {string[]} names @returns {(string|HTMLElement)[]} */
function marked(words, names) {
  const escaped = names.filter((n) => n.length > 1).sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  if (!escaped.length) return [words];
  // A name is marked where it stands as words of its own: not "Ada" in "Adapter".
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return words.split(pattern).map((part, i) => (i % 2 ? el("mark", {}, part) : part));
}

/** @param {Telling} telling @returns {(Node|string)[]} */
function saidBy(telling) {
  if (!telling.by) return [];
  const { node, names } = telling.by;
  const who = node === undefined ? el("span", { class: "name" }, names[0]) : entityLink(node);
  return [el("span", { class: "by" }, `${text("saidBy")} `, who), " · "];
}

/** Where it stands: the document, its day and, where it has pages, the page. The document is a link only where it is on
 * the web, since any other address could run something. @param {Telling} telling @returns {HTMLElement} */
function sourceLink(telling) {
  const doc = documents[telling.document];
  const title = doc.title || doc.source;
  const named = webAddress(doc.source)
    ? el("a", { href: doc.source, target: "_blank", rel: "noopener noreferrer", class: "name" }, title)
    : el("span", { class: "name", title: doc.source }, title);
  const page = telling.page ? `, ${text("page", { n: telling.page })}` : "";
  return el("span", {}, named, doc.published ? `, ${day(doc.published)}` : "", page);
}

/** @param {string} source */
function webAddress(source) {
  return /^https?:\/\/[^\s]+$/i.test(source);
}
