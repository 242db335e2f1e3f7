// The page: a list of chats, the one that is open, and what happens in them.

import { element } from "./text.js";
import { clock, dayKey, dayName, initials, message, paint } from "./messages.js";
import { commands, listen, post } from "./server.js";
import { Menu } from "./menu.js";
import { newsroom, offer } from "./newsroom.js";

const $ = (id) => document.getElementById(id);
const typingFor = 5000; // Telegram shows it for about as long
const tapWait = 15000;

const chats = new Map(); // id → chat, in the server's order
const taps = new Map(); // chat:message of a tap that waits → its button
let bot = { name: "newsbot" };
let open = null;

// Events.

const heard = {
  state(event) {
    bot = event.bot;
    $("title").textContent = document.title = event.title;
    offer(event.sources);
    for (const c of event.chats) {
      const known = chats.get(c.id);
      const missed = known ? c.messages.filter((m) => !m.mine && m.id > newest(known)).length : 0;
      chats.set(c.id, { unread: 0, draft: "", typingUntil: 0, ...known, ...c, unread: (known?.unread || 0) + (c.id === open?.id ? 0 : missed) });
    }
    if (!open || !chats.has(open.id)) select(chats.values().next().value, false);
    else {
      const before = JSON.stringify(open.messages);
      open = chats.get(open.id);
      if (JSON.stringify(open.messages) !== before) drawConversation();
    }
    drawList();
  },
  message({ chat, message: m }) {
    const c = chats.get(chat);
    if (!c) return;
    const at = c.messages.findIndex((x) => x.id === m.id);
    if (at >= 0) c.messages[at] = m;
    else c.messages.push(m);
    if (c.messages.length > 300) c.messages.splice(0, c.messages.length - 300);
    if (!m.mine) c.typingUntil = 0;
    if (at < 0 && !m.mine && !inView(c)) {
      c.unread++;
      if (!m.silent) banner(c, m);
    }
    if (c === open) (at < 0 ? append(m) : replace(m));
    drawList();
  },
  deleted({ chat, id }) {
    const c = chats.get(chat);
    if (!c) return;
    c.messages = c.messages.filter((m) => m.id !== id);
    if (c === open) drawConversation();
    drawList();
  },
  typing({ chat }) {
    const c = chats.get(chat);
    if (!c) return;
    c.typingUntil = Date.now() + typingFor;
    setTimeout(drawTyping, typingFor + 50);
    drawTyping();
  },
  answer({ chat, id, text, alert }) {
    release(chat + ":" + id);
    if (!text || chat !== open?.id) return;
    if (!alert) return toast(text);
    $("alert-text").textContent = text;
    if (!$("alert").open) $("alert").showModal();
  },
};

// inView says whether a chat's messages are being seen: on a narrow screen the
// list may cover them.
const inView = (c) => c === open && !document.hidden && $("scroll").offsetParent !== null;
const newest = (chat) => chat.messages.reduce((n, m) => Math.max(n, m.id), 0);

// The list.

// A chat's button stays when the list is drawn anew: one that is replaced between
// press and release of the mouse would not be clicked.
function drawList() {
  const shown = new Map([...$("chats").children].map((li) => [li.dataset.id, li]));
  const items = [...chats.values()].map((c) => {
    const li = shown.get(String(c.id)) || element("li", { "data-id": c.id },
      element("button", { type: "button", "data-id": c.id, onclick: () => select(chats.get(c.id), true) }));
    li.firstChild.setAttribute("aria-current", c === open);
    li.firstChild.replaceChildren(...entry(c));
    return li;
  });
  if (items.length !== shown.size || items.some((li, i) => $("chats").children[i] !== li)) $("chats").replaceChildren(...items);
  const unread = [...chats.values()].reduce((n, c) => n + c.unread, 0);
  document.title = (unread ? `(${unread}) ` : "") + $("title").textContent;
}

function entry(c) {
  const last = c.messages.at(-1);
  const typing = c.typingUntil > Date.now();
  const avatar = element("div", { class: "avatar", "aria-hidden": "true" });
  paint(avatar, c.id, c.title);
  const preview = typing ? "typing…" : last ? (last.mine && c.type !== "private" ? last.name + ": " : "") + firstLine(last.text) : "Nothing yet";
  return [
    avatar,
    element("span", { class: "name" }, c.title), element("span", { class: "when" }, last ? clock(last.at, c.zone) : ""),
    element("span", { class: "last" + (typing ? " typing" : "") + (c.unread ? "" : " wide") }, preview),
    c.unread ? element("span", { class: "badge", "aria-label": c.unread + " unread" }, String(c.unread)) : null,
    c.place ? element("span", { class: "place" }, c.place + elsewhere(c.zone)) : null,
  ].filter(Boolean);
}

// elsewhere tells the time of a chat whose clock differs from the visitor's.
function elsewhere(zone) {
  const there = clock(Date.now(), zone);
  return there === clock(Date.now()) ? "" : ` · ${there} (${zone})`;
}

const firstLine = (text) => text.trim().split("\n").find((l) => l.trim()) || "…";

// The open chat.

function select(c, enter) {
  if (!c) return;
  if (open) open.draft = $("text").value;
  open = c;
  c.unread = 0;
  for (const b of [...$("banners").children]) if (b.dataset.chat === String(c.id)) b.remove();
  if (enter) $("app").dataset.view = "chat";
  paint($("head-avatar"), c.id, c.title);
  $("head-title").textContent = c.title;
  $("text").value = c.draft;
  grow();
  $("writer").hidden = c.people.length < 2;
  $("writer").replaceChildren(...c.people.map((p) => element("option", { value: p.id }, p.name)));
  menu.hide();
  loadCommands();
  drawConversation();
  drawSuggestions();
  drawList();
  if (enter && matchMedia("(pointer: fine)").matches) $("text").focus();
}

const act = {
  run: (text) => say(text),
  fill(text) {
    $("text").value = text;
    grow();
    $("text").focus();
  },
  async press(m, button, node) {
    if (node.classList.contains("busy")) return;
    const tap = open.id + ":" + m.id;
    release(tap);
    node.classList.add("busy");
    taps.set(tap, node);
    setTimeout(() => node.classList.remove("busy"), tapWait);
    try {
      await post("api/tap", { chat: open.id, message: m.id, data: button.data, person: writer() });
    } catch (error) {
      release(tap);
      toast(error.message);
    }
  },
};

function release(tap) {
  taps.get(tap)?.classList.remove("busy");
  taps.delete(tap);
}

const writer = () => Number($("writer").hidden ? open.people[0].id : $("writer").value);
const atEnd = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 90;
const toEnd = () => { $("scroll").scrollTop = $("scroll").scrollHeight; };

function drawConversation() {
  $("log").setAttribute("aria-busy", "true"); // not to be read out from the beginning
  $("log").replaceChildren();
  if (!open.messages.length) $("log").append(welcome());
  let day = "";
  for (const m of open.messages) {
    if (dayKey(m.at, open.zone) !== day) $("log").append(element("div", { class: "day" }, dayName(m.at, open.zone)));
    day = dayKey(m.at, open.zone);
    $("log").append(node(m));
  }
  drawTyping();
  toEnd();
  $("log").setAttribute("aria-busy", "false");
}

function node(m) {
  const n = message(m, open, act);
  n.dataset.id = m.id;
  return n;
}

function append(m) {
  const follow = m.mine || atEnd();
  const before = open.messages.at(-2);
  if (!before) $("log").replaceChildren();
  if (!before || dayKey(before.at, open.zone) !== dayKey(m.at, open.zone)) {
    $("log").append(element("div", { class: "day" }, dayName(m.at, open.zone)));
  }
  const n = node(m);
  n.classList.add("fresh");
  $("log").append(n);
  drawTyping();
  drawSuggestions();
  if (follow) toEnd();
  else $("down").hidden = false;
}

function replace(m) {
  const follow = atEnd();
  const old = $("log").querySelector(`[data-id="${m.id}"]`);
  if (!old) return;
  const focused = [...old.querySelectorAll(".key")].indexOf(document.activeElement);
  const n = node(m);
  old.replaceWith(n);
  n.querySelectorAll(".key")[focused]?.focus();
  if (follow) toEnd();
}

function welcome() {
  const start = open.type === "private" ? "/start" : "/start@" + bot.username;
  return element("div", { class: "empty" },
    element("h3", {}, open.type === "private" ? `${bot.name} is here for you` : `${bot.name} is in this group`),
    element("p", {}, "Ask for a country or a topic, and every new story about it arrives here."),
    element("button", { type: "button", class: "primary", onclick: () => say(start) }, "Start"));
}

function drawTyping() {
  if (!open) return;
  const typing = open.typingUntil > Date.now();
  const people = open.people.map((p) => p.name).join(", ");
  $("head-status").textContent = typing ? `${bot.name} is typing…`
    : [open.type === "private" ? "" : people, open.place, open.language].filter(Boolean).join(" · ");
  $("head-status").className = typing ? "typing" : "";
  $("log").querySelector(".dots")?.remove();
  if (typing) {
    const follow = atEnd();
    $("log").append(element("div", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")));
    if (follow) toEnd();
  }
  drawList();
}

function drawSuggestions() {
  const said = new Set(open.messages.filter((m) => m.mine).map((m) => m.text));
  const left = (open.suggestions || []).filter((s) => !said.has(s)).slice(0, 5);
  if (left.join("\n") === [...$("suggestions").children].map((b) => b.textContent).join("\n")) return;
  $("suggestions").replaceChildren(...left.map((s) => element("button", { type: "button", class: "chip", onclick: () => say(s) }, s)));
}

// Writing.

const menu = new Menu($("menu"), $("text"), $("menu-open"), (command) => {
  menu.hide();
  $("text").value = "";
  say(open.type === "private" ? command : command + "@" + bot.username);
});

async function loadCommands() {
  const chat = open;
  try {
    const list = await commands(chat.id, writer());
    if (chat !== open || JSON.stringify(list) === JSON.stringify(menu.commands)) return;
    menu.commands = list;
    if (menu.open) menu.show(filter() ?? "");
  } catch { /* the menu stays as it was; the light by the title says what is wrong */ }
}

// filter returns what was typed after a "/" that begins the text, else null.
const filter = () => /^\/(\w*)$/.exec($("text").value)?.[1] ?? null;

async function say(text) {
  if (!text.trim()) return;
  try {
    await post("api/say", { chat: open.id, person: writer(), text });
  } catch (error) {
    toast(error.message);
    if (!$("text").value) $("text").value = text;
  }
}

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = Math.min($("text").scrollHeight, 150) + "px";
}

$("form").onsubmit = (event) => {
  event.preventDefault();
  const text = $("text").value;
  $("text").value = "";
  menu.hide();
  grow();
  say(text);
  $("text").focus();
};
$("text").oninput = () => {
  grow();
  const typed = filter();
  if (typed === null) return menu.hide();
  menu.show(typed);
  loadCommands();
};
$("text").onkeydown = (event) => {
  if (event.isComposing) return;
  if (menu.key(event)) event.preventDefault();
  else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); $("form").requestSubmit(); }
};
$("text").onblur = () => menu.hide();
$("menu-open").onpointerdown = (event) => event.preventDefault();
$("menu-open").onclick = () => {
  if (menu.open) return menu.hide();
  $("text").focus();
  menu.show("");
  loadCommands();
};
$("writer").onchange = loadCommands;

// What lies above everything.

let toastTimer;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 3500);
}

// banner shows the newest message in another chat as a lock screen would.
function banner(c, m) {
  const avatar = element("div", { class: "avatar", "aria-hidden": "true" });
  avatar.style.setProperty("--hue", 174);
  avatar.textContent = initials(bot.name);
  const node = element("button", { type: "button", class: "banner", "data-chat": c.id, onclick: () => select(c, true) },
    avatar, element("b", {}, bot.name), element("small", {}, c.title), element("span", {}, m.text.trim()));
  $("banners").append(node);
  while ($("banners").children.length > 1) $("banners").firstChild.remove();
  setTimeout(() => node.remove(), 5000);
}

// The rest.

$("back").onclick = () => { $("app").dataset.view = "list"; };
$("down").onclick = toEnd;
let following = true; // the end was in view, and stays there when the room changes
$("scroll").onscroll = () => { following = atEnd(); if (following) $("down").hidden = true; };
new ResizeObserver(() => { if (following) toEnd(); }).observe($("scroll"));
document.addEventListener("visibilitychange", () => {
  if (!open || !inView(open)) return;
  open.unread = 0;
  drawList();
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !/^[1-9]$/.test(event.key)) return;
  const c = [...chats.values()][event.key - 1];
  if (c) { event.preventDefault(); select(c, true); }
});

function remembered() {
  try { return localStorage.getItem("theme"); } catch { return null; }
}
function theme(name) { document.documentElement.dataset.theme = name; }
theme(remembered() || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
$("theme").onclick = () => {
  const name = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  theme(name);
  try { localStorage.setItem("theme", name); } catch { /* private window: for this visit only */ }
};

newsroom();
setInterval(drawList, 20000); // clocks
listen((event) => heard[event.kind]?.(event), (how) => {
  $("signal").className = "signal " + (how === "wait" ? "" : how);
  $("signal").title = { on: "Connected", wait: "Connecting…", off: "The demo does not answer" }[how];
});
