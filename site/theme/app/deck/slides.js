// Slides of a deck, read from its page as content/deck/slides.py reads them: one for each heading of level 2. Whatever
// the page adds around its text is on none of them, and notes are apart.

import { make } from "../shared/dom.js";

const OPENERS = ["H1", "H2"];
const HOLDERS = ["DIV", "DETAILS", "SECTION", "ARTICLE", "CENTER", "MAIN"];
const MOST_OF_NUMBER = 24;
const FIRST_WORDS = /^\s*[^:：]{1,40}[:：]\s*/;

// A slide has `title`, `heading` (nodes of it), `anchor`, `layout`, `blocks` and `notes` (elements, all of them copies).
export function readSlides(article) {
  const opening = begin(article.querySelector("h1"));
  const slides = [opening];
  walk(article, slides);
  const found = opening.blocks.length ? slides : slides.slice(1);
  if (found[0] && found[0] !== opening) found[0].notes.unshift(...opening.notes);
  for (const slide of found) {
    slide.blocks.push(...footnotesOf(slide.blocks, article));
    slide.layout = layoutOf(slide.blocks);
    for (const element of [...slide.blocks, ...slide.notes].flatMap(withAllIn)) element.removeAttribute("id");
  }
  return found;
}

// Two columns stand where a slide has just two headings of level 3: what is above them, and both.
export function columnsOf(blocks) {
  const places = blocks.flatMap((block, at) => (block.tagName === "H3" ? [at] : []));
  if (places.length !== 2) return null;
  const [first, second] = places;
  return [blocks.slice(0, first), blocks.slice(first, second), blocks.slice(second)];
}

export function isPicture(block) {
  return ["P", "FIGURE"].includes(block.tagName) && block.querySelector("img") !== null && !block.textContent.trim();
}

function walk(holder, slides) {
  for (const node of holder.children) {
    if (node.classList.contains("part")) takePart(node, slides);
    else if (OPENERS.includes(node.tagName)) open(node, slides);
    else if (isOfFrame(node) || node.matches("section.footnotes, div.footnote, hr, script, template")) continue;
    else if (HOLDERS.includes(node.tagName) && holdsSlides(node)) walk(node, slides);
    else add(node, slides);
  }
}

// What the site adds to a page, but for the boxes in which its tables scroll.
function isOfFrame(node) {
  return [...node.classList].some((name) => name.startsWith("rp-") && name !== "rp-tablebox");
}

function begin(heading) {
  const title = heading?.textContent.trim().replace(/\s+/g, " ") || document.title;
  const nodes = heading ? [...heading.cloneNode(true).childNodes] : [title];
  return { title, heading: nodes, anchor: heading?.id || "", layout: "text", blocks: [], notes: [] };
}

function open(heading, slides) {
  const isTitle = heading.tagName === "H1" && slides.length === 1 && !slides[0].blocks.length;
  if (!isTitle) slides.push(begin(heading));
}

function add(node, slides) {
  const block = node.cloneNode(true);
  for (const part of block.querySelectorAll(".part")) {
    takePart(part, slides);
    part.remove();
  }
  for (const box of block.querySelectorAll(".rp-tablebox")) box.replaceWith(...box.childNodes);
  const plain = block.classList.contains("rp-tablebox") ? block.firstElementChild : block;
  if (plain && (plain.textContent.trim() || plain.querySelector("img, input, table")))
    slides[slides.length - 1].blocks.push(plain);
}

function takePart(part, slides) {
  if (!part.classList.contains("notes")) return;
  const quote = part.querySelector(":scope > blockquote");
  const notes = make("div", {}, ...(quote || part).cloneNode(true).childNodes);
  const first = document.createTreeWalker(notes, NodeFilter.SHOW_TEXT);
  while (quote && first.nextNode()) {
    if (!first.currentNode.nodeValue.trim()) continue;
    first.currentNode.nodeValue = first.currentNode.nodeValue.replace(FIRST_WORDS, "");
    break;
  }
  slides[slides.length - 1].notes.push(notes);
}

function holdsSlides(node) {
  return [...node.querySelectorAll("h1, h2")].some((heading) => !heading.closest(".part"));
}

function footnotesOf(blocks, article) {
  const links = blocks.flatMap((block) => [...block.querySelectorAll("sup a[href^='#']")]);
  return links.flatMap((link) => {
    const note = article.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"]`);
    if (!note) return [];
    const number = link.textContent.replace(/[[\]]/g, "");
    link.replaceWith(number);
    const text = note.cloneNode(true);
    for (const back of text.querySelectorAll(".footnote-backref")) back.remove();
    return make("p", {}, make("small", {}, make("sup", {}, number), ` ${text.textContent.trim()}`));
  });
}

function layoutOf(blocks) {
  if (!blocks.length) return "title";
  const tags = blocks.map((block) => block.tagName);
  if (tags.length <= 3 && tags.every((tag) => tag === "P") && isNumber(blocks[0])) return "number";
  if (tags[0] === "BLOCKQUOTE" && tags.length <= 2 && tags.slice(1).every((tag) => tag === "P")) return "quote";
  const pictures = blocks.filter(isPicture);
  const isBeside = pictures.length === 1 && blocks.length > 1 && !tags.includes("TABLE");
  if (columnsOf(blocks) || isBeside) return "columns";
  if (pictures.length && pictures.length === blocks.length) return "picture";
  return tags.includes("TABLE") ? "table" : "text";
}

function isNumber(block) {
  const text = block.textContent.trim();
  return block.querySelector("strong")?.textContent.trim() === text && text.length > 0 && text.length <= MOST_OF_NUMBER;
}

function withAllIn(element) {
  return [element, ...element.querySelectorAll("[id]")];
}
