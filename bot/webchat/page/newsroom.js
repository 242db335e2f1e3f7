// The panel that publishes a story by hand.

import { element } from "./text.js";
import { post } from "./server.js";

const $ = (id) => document.getElementById(id);

export function newsroom() {
  const show = (open) => {
    $("newsroom").hidden = !open;
    $("newsroom-open").setAttribute("aria-expanded", open);
    (open ? $("story-headline") : $("newsroom-open")).focus();
  };
  $("newsroom-open").onclick = () => show($("newsroom").hidden);
  $("newsroom-close").onclick = () => show(false);
  $("newsroom").onkeydown = (event) => { if (event.key === "Escape") show(false); };
  $("story").onsubmit = async (event) => {
    event.preventDefault();
    const status = (text, kind) => { $("story-status").textContent = text; $("story-status").className = "status " + kind; };
    $("story-send").disabled = true;
    status("Publishing…", "");
    try {
      await post("api/publish", { source: $("story-source").value, headline: $("story-headline").value, text: $("story-text").value });
      status("In the feed. Whoever asked for such a story hears of it in a moment.", "good");
      $("story-headline").value = $("story-text").value = "";
    } catch (error) {
      status(error.message, "bad");
    }
    $("story-send").disabled = false;
  };
}

// offer fills in what can be published to; without anything the panel is not there.
export function offer(sources) {
  $("newsroom-open").hidden = !sources.length;
  if (!sources.length) $("newsroom").hidden = true;
  const chosen = $("story-source").value;
  $("story-source").replaceChildren(...sources.map((s) => element("option", { value: s, selected: s === chosen }, s)));
}
