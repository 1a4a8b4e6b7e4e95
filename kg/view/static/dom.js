// Elements made from text: nothing of the data ever becomes HTML.

/** @param {string} id @returns {any} */
function byId(id) {
  return document.getElementById(id);
}

/** An element. Strings among the children become text; `undefined` and `false` are left out.
 * @param {string} tag @param {Object<string, any>} [attributes] "on…": a listener; "class"; any other attribute
 * @param {...(Node|string|undefined|false)} children @returns {HTMLElement} */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child !== undefined && child !== false));
  return node;
}

/** A small drawing. @param {string} tag @param {Object<string, string|number>} attributes @param {...Node} children */
function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** A list that grows by a button, so that thousands of entries don't hold up the page.
 * @template T @param {HTMLElement} parent @param {T[]} items @param {number} step @param {(item: T) => Node} make */
function inSteps(parent, items, step, make) {
  let done = 0;
  const button = el("button", { type: "button", class: "more", onclick: add });
  function add() {
    button.remove();
    parent.append(...items.slice(done, done + step).map(make));
    done = Math.min(done + step, items.length);
    if (done < items.length) {
      button.textContent = text("showMore", { n: number(Math.min(step, items.length - done)) });
      (parent.tagName === "TBODY" ? parent.parentElement?.parentElement || parent : parent).append(button);
    }
  }
  add();
}

/** Tells a screen reader. @param {string} message */
function announce(message) {
  byId("live").textContent = message;
}
