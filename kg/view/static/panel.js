// The panel beside the picture: where to start, an entity, or what is between two.

const STEP = 40; // facts written at once; a hub may have thousands

/** Writes the panel for what is selected. */
function writePanel() {
  const panel = byId("panel");
  panel.scrollTop = 0;
  if (selected === "node") panel.replaceChildren(...entityPanel(selection[0]));
  else if (selected === "line") panel.replaceChildren(...linePanel(selection[0], selection[1]));
  else if (selected === "path") panel.replaceChildren(...pathPanel());
  else panel.replaceChildren(...startPanel());
}

/** @param {Edge[]} list @param {number|null} from */
function factList(list, from) {
  const box = el("div", { class: "facts" });
  inSteps(box, list, STEP, (edge) => factEntry(edge, from));
  return box;
}

/** @param {number} node */
function entityPanel(node) {
  const entity = entities[node], facts = factsAt(node), near = neighbours(node);
  const hidden = near.filter((n) => !placed.has(n)).length;
  const chip = el("span", { class: "type" }, text(entity.type));
  chip.style.color = chip.style.borderColor = typeColour(entity.type);
  const others = entity.value ? [] : entity.names.slice(1);
  return [
    chip,
    el("h2", { class: "name" }, nameOf(node)),
    el("p", { class: "muted" }, `${count("fact", "facts", facts.length)} · ${count("entity", "entities", near.filter((n) => !entities[n].value).length)}`),
    others.length ? el("p", { class: "muted name" }, text("alsoCalled", { names: others.join(", ") })) : "",
    el("p", { class: "actions" },
      hidden > 0 && el("button", { type: "button", id: "expand", onclick: () => { expand(node); writePanel(); fit(); } }, text(hidden > EXPANSION ? "expandSome" : "expand", { n: Math.min(hidden, EXPANSION), all: number(hidden) })),
      el("button", { type: "button", id: "only", onclick: () => { only(node); writePanel(); } }, text("only")),
      el("button", { type: "button", id: "path", onclick: () => startPath(node) }, text("pathFrom"))),
    facts.length ? factList(byStrength(facts), node) : el("p", { class: "muted" }, text("noFacts")),
  ];
}

/** Asserted facts first, then by relation. @param {Edge[]} facts */
function byStrength(facts) {
  const rank = (/** @type {Edge} */ edge) => STATUSES.indexOf(standing(shownTellings(edge)).status);
  return [...facts].sort((a, b) => rank(a) - rank(b) || a.relation.localeCompare(b.relation) || a.id - b.id);
}

/** @param {number} a @param {number} b */
function linePanel(a, b) {
  const facts = shownEdges().filter((edge) => (edge.from === a && edge.to === b) || (edge.from === b && edge.to === a));
  return [
    el("p", { class: "type-plain" }, text("between")),
    el("h2", { class: "ends" }, entityLink(a), " – ", entityLink(b)),
    el("p", { class: "muted" }, count("fact", "facts", facts.length)),
    factList(byStrength(facts), null),
  ];
}

function startPanel() {
  const shown = shownEdges();
  const connected = entities.map((_, node) => ({ node, n: 0 }));
  for (const edge of shown) {
    connected[edge.from].n++;
    if (edge.to !== edge.from) connected[edge.to].n++;
  }
  const most = connected.filter(({ node, n }) => n > 0 && !entities[node].value).sort((a, b) => b.n - a.n || a.node - b.node).slice(0, 6);
  const doubtful = shown.filter((edge) => standing(shownTellings(edge)).status !== "asserted");
  return [
    el("h2", {}, text("startTitle")),
    el("p", { class: "muted" }, text("startText")),
    el("h4", {}, text("mostConnected")),
    el("ul", { class: "plain" }, ...most.map(({ node, n }) => el("li", {}, entityLink(node), el("span", { class: "muted" }, count("fact", "facts", n))))),
    ...(doubtful.length ? [el("h4", {}, text("toVerify", { n: number(doubtful.length) })), factList(doubtful, null)] : []),
  ];
}
