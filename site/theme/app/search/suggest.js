// The suggestions below a search box, chosen with arrows and Enter, mouse or finger; the box works on without them.

import { readJson } from "../shared/api.js";
import { fill, make } from "../shared/dom.js";
import { FILTERS, nameLanguage } from "../shared/words.js";

const PAUSE_MS = 70;
let made = 0;

// A title opens its page, or does what `open` does with the page; `choose` is told any other suggestion.
/** @param {any} box @param {any} choose @param {(page: any, title?: string) => void} [open] */
export function offerSuggestions(box, choose, open = (page) => location.assign(page.url)) {
  return new Suggestions(box, choose, open);
}

class Suggestions {
  constructor(box, choose, open) {
    this.box = box;
    this.choose = choose;
    this.open = open;
    this.items = [];
    this.active = -1;
    this.timer = 0;
    this.running = new AbortController();
    this.list = make("ul", {
      class: "rp-suggestions",
      role: "listbox",
      id: `suggestions-${(made += 1)}`,
      "aria-label": "Suggestions",
      hidden: true,
    });
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    box.parentElement.append(this.list);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", this.list.id],
    ])
      box.setAttribute(name, value);
    box.addEventListener("input", () => this.askSoon());
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("blur", () => this.close());
    box.form.addEventListener("submit", () => this.close());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    const typed = this.box.value;
    if (!typed.trim()) return this.close();
    // A connection that broke once is tried again. Without a server there are no suggestions, and nobody need know.
    const items = await this.read(typed, signal)
      .catch(() => this.read(typed, signal))
      .catch(() => []);
    if (!signal.aborted) this.show(items);
  }

  async read(typed, signal) {
    return (await readJson(`/suggest?${new URLSearchParams({ q: typed })}`, { signal })).items;
  }

  show(items) {
    if (!items.length || document.activeElement !== this.box) return this.close();
    this.items = items;
    fill(
      this.list,
      items.map((item, at) => this.option(item, at)),
    );
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    this.activate(-1);
  }

  option(item, at) {
    return make(
      "li",
      {
        role: "option",
        id: `${this.list.id}-${at}`,
        class: "rp-suggestion",
        "aria-selected": "false",
        onclick: () => this.take(item),
      },
      make("span", { class: "rp-suggestion__text", lang: item.page?.language }, item.text),
      " ",
      make("span", { class: "rp-suggestion__kind" }, kindOf(item)),
    );
  }

  activate(at) {
    this.active = at;
    for (const [number, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(number === at));
    }
    if (at < 0) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", this.list.children[at].id);
    this.list.children[at].scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event, event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && this.active >= 0) this.enter(event);
    else if (event.key === "Escape" && this.isOpen) this.escape(event);
  }

  // Before the first and after the last stands the box itself. A list that is being read mustn't change any more.
  move(event, step) {
    event.preventDefault();
    if (!this.isOpen) return void this.ask();
    this.forget();
    const places = this.items.length + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
  }

  enter(event) {
    event.preventDefault();
    this.take(this.items[this.active]);
  }

  // The browser's own Escape would empty the box.
  escape(event) {
    event.preventDefault();
    this.close();
  }

  take(item) {
    this.close();
    if (item.page?.url) this.open(item.page, item.text);
    else this.choose(item);
  }

  forget() {
    clearTimeout(this.timer);
    this.running.abort();
  }

  close() {
    this.forget();
    this.items = [];
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }
}

function kindOf({ kind, filter, page }) {
  if (filter) return FILTERS[filter.name] || "";
  if (kind !== "title") return "";
  return page.language === document.documentElement.lang ? "Page" : `Page, ${nameLanguage(page.language)}`;
}
