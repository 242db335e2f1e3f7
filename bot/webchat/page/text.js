// Formatted text to DOM nodes. Whatever people and feeds wrote is only ever a
// text node or an attribute that was checked, never HTML.

const tags = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};

export function element(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
}

// formatted returns the nodes of a text with entities, whose offsets count
// UTF-16 units, as strings here do. act.run is called with a command that is
// tapped, act.fill with code that is: the app copies it.
export function formatted(text, entities, act) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted, { act, plain: false });
}

// nodes returns those of text[from:to]. Entities that begin inside another one
// are its children, cut where it ends.
function nodes(text, from, to, entities, how) {
  const out = [];
  let at = from;
  for (let i = 0; i < entities.length; ) {
    const e = entities[i];
    const start = Math.max(e.offset, at);
    const end = Math.min(e.offset + e.length, to);
    i++;
    if (start >= end) continue;
    const inner = [];
    while (i < entities.length && entities[i].offset < end) inner.push(entities[i++]);
    if (block(out.at(-1)) && text[at] === "\n") at++; // the block ends its line itself
    out.push(...leaves(text.slice(at, start), how));
    out.push(wrapped(e, text.slice(start, end), (plain) =>
      nodes(text, start, end, inner, { ...how, plain: how.plain || plain }), how.act));
    at = end;
  }
  if (block(out.at(-1)) && text[at] === "\n") at++;
  out.push(...leaves(text.slice(at, to), how));
  return out;
}

const block = (node) => node?.nodeName === "BLOCKQUOTE" || node?.nodeName === "PRE";

function wrapped(e, text, children, act) {
  switch (e.type) {
    case "text_link": return anchor(e.url, children(true));
    case "url": return anchor(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : "http://" + text, children(true));
    case "email": return anchor("mailto:" + text, children(true));
    case "spoiler": return spoiler(children(false));
    case "expandable_blockquote": return folded(children(false));
    case "code": return element("code", { title: "Tap to write it", onclick: () => act.fill(text) }, ...children(true));
    case "pre": return element("pre", {}, ...children(true));
    case "date_time": return element("time", { dateTime: new Date(e.unix_time * 1000).toISOString() }, ...children(true));
  }
  const tag = tags[e.type];
  return tag ? element(tag, {}, ...children(false)) : element("span", {}, ...children(false));
}

function anchor(address, children) {
  let safe = false;
  try {
    safe = ["http:", "https:", "mailto:", "tg:"].includes(new URL(address).protocol);
  } catch { /* no address: only its text is shown */ }
  if (!safe) return element("span", {}, ...children);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address }, ...children);
}

function spoiler(children) {
  return element("span", {
    class: "spoiler", tabIndex: 0, role: "button", "aria-label": "Hidden text: show",
    onclick: (event) => {
      event.currentTarget.classList.add("shown");
      event.currentTarget.removeAttribute("aria-label");
    },
  }, ...children);
}

function folded(children) {
  return element("blockquote", { class: "folded", onclick: (event) => event.currentTarget.classList.remove("folded") }, ...children);
}

// leaves returns plain text with the addresses and commands in it made to be tapped.
function leaves(text, how) {
  if (!text) return [];
  if (how.plain) return [document.createTextNode(text)];
  const out = [];
  const found = /(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]}'’”])|(^|[\s(])(\/[a-z][a-z0-9_]{0,31}(?:@\w+)?)(?![\w/])/giu;
  let at = 0;
  for (const m of text.matchAll(found)) {
    const start = m.index + (m[2] || "").length;
    const piece = m[1] || m[3];
    out.push(document.createTextNode(text.slice(at, start)));
    out.push(m[1] ? anchor(piece, [piece])
      : element("button", { type: "button", class: "command", onclick: () => how.act.run(piece) }, piece));
    at = start + piece.length;
  }
  out.push(document.createTextNode(text.slice(at)));
  return out;
}
