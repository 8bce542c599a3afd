// A small virtual tree. Views are functions of the state; only what changed in the page is touched, so that focus, selection and scroll positions stay.

const svgNamespace = "http://www.w3.org/2000/svg";

/**
 * Describes an element.
 * @param {string} tag Its name.
 * @param {object|null} props Attributes; functions named on… are event handlers; `key` tells siblings apart; `mount(element)` is called once it is in the page and may return
 * what is to be called when it goes; `update(element)` is called at each later rendering.
 * @param {...any} children Elements, texts, numbers, or arrays of them; null, undefined and false are left out.
 */
export function h(tag, props, ...children) {
  const node = { tag, props: props ?? {}, key: props?.key, children: [], element: null, cleanUp: null };
  collect(children, node.children);
  return node;
}

/** Makes the content of an element what the description says. */
export function render(root, content) {
  const fresh = [];
  collect([content], fresh);
  const mounted = [];
  if (!root.described) {
    root.replaceChildren();
  }

  patchChildren(root, root.described ?? [], fresh, false, mounted);
  root.described = fresh;
  for (const node of mounted) {
    node.cleanUp = node.props.mount(node.element) ?? null;
  }
}

function collect(from, into) {
  for (const child of from) {
    if (Array.isArray(child)) {
      collect(child, into);
    } else if (typeof child === "string" || typeof child === "number") {
      into.push({ text: String(child), element: null });
    } else if (child) {
      into.push(child);
    }
  }
}

function patchChildren(parent, before, after, isSvg, mounted) {
  const keyed = new Map();
  const unkeyed = [];
  for (const old of before) {
    if (old.key === undefined) {
      unkeyed.push(old);
    } else {
      keyed.set(old.key, old);
    }
  }

  const kept = new Set();
  let nextUnkeyed = 0;
  for (const fresh of after) {
    const old = fresh.key === undefined ? unkeyed[nextUnkeyed++] : keyed.get(fresh.key);
    if (old && !kept.has(old) && old.tag === fresh.tag) {
      kept.add(old);
      fresh.element = old.element;
      fresh.reuses = old;
    }
  }

  // What goes, goes first: then nothing that stays has to be moved, which would take its focus.
  for (const old of before) {
    if (!kept.has(old)) {
      cleanUp(old);
      old.element.remove();
    }
  }

  let place = parent.firstChild;
  for (const fresh of after) {
    if (fresh.reuses) {
      patch(fresh.reuses, fresh, isSvg, mounted);
      fresh.reuses = undefined;
    } else {
      create(fresh, isSvg, mounted);
    }

    if (fresh.element === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(fresh.element, place);
    }
  }
}

function create(node, isSvg, mounted) {
  if (node.text !== undefined) {
    node.element = document.createTextNode(node.text);
    return;
  }

  const inSvg = isSvg || node.tag === "svg";
  node.element = inSvg ? document.createElementNS(svgNamespace, node.tag) : document.createElement(node.tag);
  patchChildren(node.element, [], node.children, inSvg && node.tag !== "foreignObject", mounted);
  patchProps(node.element, {}, node.props);
  if (node.props.mount) {
    mounted.push(node);
  }
}

function patch(old, fresh, isSvg, mounted) {
  if (fresh.text !== undefined) {
    if (old.text !== fresh.text) {
      fresh.element.nodeValue = fresh.text;
    }

    return;
  }

  const inSvg = isSvg || fresh.tag === "svg";
  fresh.cleanUp = old.cleanUp;
  patchChildren(fresh.element, old.children, fresh.children, inSvg && fresh.tag !== "foreignObject", mounted);
  patchProps(fresh.element, old.props, fresh.props);
  fresh.props.update?.(fresh.element);
}

function patchProps(element, before, after) {
  for (const name in before) {
    if (!(name in after)) {
      setProp(element, name, undefined, before[name]);
    }
  }

  for (const name in after) {
    if (before[name] !== after[name] || name === "value" || name === "checked") {
      setProp(element, name, after[name], before[name]);
    }
  }
}

function setProp(element, name, value, old) {
  switch (name) {
    case "key":
    case "mount":
    case "update":
      return;
    case "value":
    case "checked":
      if (element[name] !== value) {
        element[name] = value ?? "";
      }

      return;
    case "vars":
      // Custom properties, by the object model: an attribute would be refused by the page's policy.
      for (const variable in { ...old, ...value }) {
        const now = value?.[variable];
        if (now === undefined) {
          element.style.removeProperty(`--${variable}`);
        } else if (now !== old?.[variable]) {
          element.style.setProperty(`--${variable}`, now);
        }
      }

      return;
    default:
  }

  if (name.startsWith("on")) {
    element[name] = value ?? null;
  } else if (value === undefined || value === null || value === false) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? "" : value);
  }
}

function cleanUp(node) {
  node.cleanUp?.();
  node.cleanUp = null;
  for (const child of node.children ?? []) {
    cleanUp(child);
  }
}
