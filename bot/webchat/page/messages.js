// Messages, days and times as they are shown.

import { element, formatted } from "./text.js";

const formats = new Map();
function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone || undefined, ...options }));
  return formats.get(key);
}

export const clock = (ms, zone) => format(zone, { hour: "2-digit", minute: "2-digit" }).format(ms);
export const dayKey = (ms, zone) => format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).format(ms);

export function dayName(ms, zone) {
  const key = dayKey(ms, zone);
  if (key === dayKey(Date.now(), zone)) return "Today";
  if (key === dayKey(Date.now() - 864e5, zone)) return "Yesterday";
  return format(zone, { weekday: "long", day: "numeric", month: "long" }).format(ms);
}

export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return words.slice(0, 2).map((w) => [...w][0]).join("").toUpperCase();
}

// The hue follows from the id, spread by the golden angle.
export function paint(avatar, id, name) {
  avatar.style.setProperty("--hue", Math.round((Math.abs(id) * 137.508 + (id < 0 ? 150 : 0)) % 360));
  avatar.textContent = initials(name);
}

// message returns the node of one message. act holds what taps do: run a
// command, fill the field, press a button.
export function message(m, chat, act) {
  const bubble = element("div", { class: "bubble" });
  if (chat.type !== "private" && m.mine) bubble.append(element("span", { class: "who" }, m.name));
  const body = formatted(m.text, m.entities, act);
  markHeadline(body);
  bubble.append(...body);
  const time = element("time", { dateTime: new Date(m.at).toISOString() }, clock(m.at, chat.zone));
  bubble.append(element("span", { class: "meta" }, m.edited ? "edited " : "", time));
  const node = element("article", { class: m.mine ? "message mine" : "message", "aria-label": `${m.name}, ${clock(m.at, chat.zone)}` }, bubble);
  if (m.keyboard?.length) node.append(keyboard(m, act));
  return node;
}

// A story begins with its headline, a bold link, which looks like a headline.
function markHeadline(nodes) {
  const first = nodes.find((n) => n.nodeType !== Node.TEXT_NODE || n.data.trim());
  if (first?.nodeName === "A" && first.querySelector("strong")) first.classList.add("headline");
  if (first?.nodeName === "STRONG") first.querySelector("a")?.classList.add("headline");
}

function keyboard(m, act) {
  const rows = m.keyboard.map((row) => element("div", {}, ...row.map((b) => key(b, m, act))));
  return element("div", { class: "keys", role: "group", "aria-label": "Buttons" }, ...rows);
}

function key(b, m, act) {
  if (b.url && /^(https?|tg):/i.test(b.url)) {
    return element("a", { class: "key link", href: b.url, target: "_blank", rel: "noopener noreferrer" }, b.label);
  }
  return element("button", { type: "button", class: "key", onclick: (event) => act.press(m, b, event.currentTarget) }, b.label);
}
