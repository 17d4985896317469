// Builds elements from plain text only, so that no content is ever parsed as markup.

/**
 * Create an element.
 *
 * @param {string} tag
 * @param {Object<string, any>} attributes a name that begins with "on" sets a listener; false and
 *   null leave the attribute out
 * @param {...(Node | string)} children
 */
export function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null) node.setAttribute(name, value);
  }
  for (const child of children) {
    node.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return node;
}

/**
 * Replace all children.
 *
 * @param {Element} parent
 * @param {Node[]} children
 */
export function fill(parent, children) {
  while (parent.firstChild) parent.removeChild(parent.firstChild);
  for (const child of children) parent.appendChild(child);
}
