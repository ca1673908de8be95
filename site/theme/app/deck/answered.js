// Slides as the API answers them, made into those that the presenter draws.

import { readJson } from "../shared/api.js";

export async function readDeck(path) {
  const { id, title, language, slides } = await readJson(path);
  return { id, title, lang: language, slides: slides.map(slideOf) };
}

// Their HTML is sanitised by the API; whatever it held, no script of it would run here.
function slideOf({ title, anchor, layout, html, notes }) {
  const parsed = [html, notes || ""].map((part) => new DOMParser().parseFromString(part, "text/html").body);
  const [blocks, said] = parsed.map((body) => [...body.children].map((node) => document.importNode(node, true)));
  return { title, heading: [title], anchor, layout, blocks, notes: said };
}
