// Keeps a deck: one change after the other, each over the version that was read, and none over another window's.

import { readJson, sendJson } from "../shared/api.js";

export class DeckKeeping {
  // `told` has `changed(deck)` for each answer, `begun()`, and `failed(error)`; `deck` is as the API answered it.
  constructor(deck, told) {
    this.deck = deck;
    this.path = `/sending/decks/${deck.id}`;
    this.told = told;
    this.waiting = [];
    this.isBusy = false;
    this.isStale = false;
  }

  // Replaces some of what the deck says: what isn't sent yet is sent together.
  save(fields) {
    Object.assign(this.deck, fields);
    if (this.waiting.at(-1) === this.sendAll) return;
    this.enqueue(this.sendAll);
  }

  sendAll = (match) => {
    const { title, buyer, deal } = this.deck;
    const slides = this.deck.slides.map(({ page, anchor, is_hidden }) => ({ page_id: page.id, anchor, is_hidden }));
    return sendJson("PUT", this.path, { title, buyer, deal, slides }, { match });
  };

  // `send` is told the version that counts once it is its turn, and gives the deck as it is then.
  enqueue(send) {
    if (this.isStale) return;
    this.waiting.push(send);
    if (!this.isBusy) this.run();
  }

  async run() {
    this.isBusy = true;
    this.told.begun();
    let next = null;
    try {
      while (this.waiting.length) {
        next = this.waiting.shift();
        await this.send(next);
      }
      this.told.changed(this.deck);
    } catch (error) {
      // What couldn't be sent waits to be sent again; what was refused is let go.
      this.waiting = !error.status || error.status >= 500 ? [next, ...this.waiting] : [];
      this.isStale = error.status === 412;
      this.told.failed(error);
    }
    this.isBusy = false;
  }

  // What was changed here meanwhile, and is still to be sent, stays as it is.
  async send(next) {
    const { title, buyer, deal, slides, ...answered } = await next(this.deck.version);
    const isAhead = this.waiting.includes(this.sendAll);
    Object.assign(this.deck, answered, isAhead ? {} : { title, buyer, deal, slides });
  }

  // Reads the deck as it is kept, and forgets what couldn't be.
  async reload() {
    this.deck = await readJson(this.path);
    this.isStale = false;
    this.told.changed(this.deck);
  }
}
