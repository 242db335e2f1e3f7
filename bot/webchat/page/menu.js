// The command menu: opens on "/" and by its button, narrows while one types.

import { element } from "./text.js";

export class Menu {
  // list, field and button are nodes; pick(command) is called with what is chosen.
  constructor(list, field, button, pick) {
    Object.assign(this, { list, field, button, pick, commands: [], shown: [], at: 0 });
  }

  get open() { return !this.list.hidden; }

  show(filter) {
    const wanted = filter.toLowerCase();
    this.shown = this.commands.filter((c) => c.command.startsWith(wanted));
    if (!this.shown.length && wanted) return this.hide();
    this.at = 0;
    this.list.replaceChildren(...this.shown.map((c, i) => element("li", {
      role: "option", id: "option-" + i, onpointerdown: (event) => { event.preventDefault(); this.pick("/" + c.command); },
    }, element("b", {}, "/" + c.command), element("span", {}, c.description))));
    if (!this.shown.length) this.list.append(element("li", { class: "none" }, "The bot has set no commands yet."));
    this.reveal(true);
    this.mark();
  }

  hide() { this.reveal(false); }

  reveal(open) {
    this.list.hidden = !open;
    this.field.setAttribute("aria-expanded", open);
    this.button.setAttribute("aria-expanded", open);
    if (!open) this.field.removeAttribute("aria-activedescendant");
  }

  mark() {
    [...this.list.children].forEach((li, i) => li.setAttribute("aria-selected", i === this.at));
    if (!this.shown.length) return;
    this.field.setAttribute("aria-activedescendant", "option-" + this.at);
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
  }

  // key handles a key of the field's and says whether it was the menu's.
  key(event) {
    if (!this.open) return false;
    const n = this.shown.length;
    switch (event.key) {
      case "Escape": this.hide(); return true;
      case "ArrowDown": if (n) this.at = (this.at + 1) % n; this.mark(); return true;
      case "ArrowUp": if (n) this.at = (this.at + n - 1) % n; this.mark(); return true;
      case "Tab":
        if (!n) return false;
        this.field.value = "/" + this.shown[this.at].command + " ";
        this.hide();
        return true;
      case "Enter":
        if (!n) return false;
        this.pick("/" + this.shown[this.at].command);
        return true;
    }
    return false;
  }
}
