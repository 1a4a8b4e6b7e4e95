// Places for nodes that join the picture. What is placed already stays where the reader saw it.

const EDGE_LENGTH = 200; // as in kg/view/layout.py
const ROUNDS = 150; // by then nothing moves visibly any more (tried with 1 to 300 joining nodes)

/** @typedef {{x: number, y: number}} Point */

/** Adds to `placed` a point for every node of `joining`: near its neighbours, away from everything else.
 * @param {Map<number, Point>} placed @param {number[]} joining @param {(node: number) => number[]} near */
function place(placed, joining, near) {
  joining.forEach((node, i) => placed.set(node, startingPoint(placed, near(node), i)));
  const moving = new Set(joining);
  for (let round = 0; round < ROUNDS; round++) {
    const reach = EDGE_LENGTH * 0.25 * (1 - round / ROUNDS); // how far one round may move a node: less and less
    for (const node of joining) step(node, placed, near(node), reach, moving);
  }
}

/** On a sunflower's spiral around the neighbours: no two start at one point, and no chance is involved.
 * @param {Map<number, Point>} placed @param {number[]} near @param {number} i @returns {Point} */
function startingPoint(placed, near, i) {
  const known = near.filter((n) => placed.has(n)).map((n) => /** @type {Point} */ (placed.get(n)));
  const centre = known.length ? mean(known) : { x: 0, y: 0 };
  const angle = i * 2.399963, radius = EDGE_LENGTH * (0.6 + 0.25 * Math.sqrt(i));
  return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
}

/** @param {Point[]} points @returns {Point} */
function mean(points) {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** One step of Fruchterman and Reingold's forces, labels counted as wider than high.
 * @param {number} node @param {Map<number, Point>} placed @param {number[]} near @param {number} reach @param {Set<number>} moving */
function step(node, placed, near, reach, moving) {
  const here = /** @type {Point} */ (placed.get(node));
  let fx = 0, fy = 0;
  for (const [other, there] of placed) {
    if (other === node) continue;
    const dx = (here.x - there.x) * 0.7, dy = here.y - there.y;
    const square = Math.max(dx * dx + dy * dy, 25);
    if (square > 9 * EDGE_LENGTH * EDGE_LENGTH) continue;
    const push = (EDGE_LENGTH * EDGE_LENGTH * 0.55) / square;
    fx += dx * push;
    fy += dy * push;
  }
  for (const other of near) {
    const there = placed.get(other);
    if (!there) continue;
    const dx = there.x - here.x, dy = there.y - here.y;
    const pull = Math.hypot(dx, dy) / EDGE_LENGTH;
    fx += dx * pull * (moving.has(other) ? 0.5 : 1);
    fy += dy * pull * (moving.has(other) ? 0.5 : 1);
  }
  const force = Math.hypot(fx, fy);
  if (force < 0.01) return;
  const length = Math.min(force, reach);
  placed.set(node, { x: here.x + (fx / force) * length, y: here.y + (fy / force) * length });
}
