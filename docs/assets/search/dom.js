// Builds elements from plain text only, so that no content is ever read as markup.

/** @param {string} tag  @param {Object<string, *>} attributes "on…" ones are listeners, false and
 *    null are left out  @param {...(Node|string)} children */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, value);
  });
  children.forEach((child) => {
    made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  });
  return made;
}

/** Replaces all children. */
export function fill(parent, children) {
  while (parent.firstChild) parent.removeChild(parent.firstChild);
  children.forEach((child) => parent.appendChild(child));
}
