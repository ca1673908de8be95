// Makes and fills elements; text only ever goes in as text.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

// What stands between backticks is code.
export function codedText(text) {
  return text.split(/`([^`]+)`/).map((piece, place) => (place % 2 ? make("code", {}, piece) : piece));
}

// Turns highlight HTML, whose only tag is <mark>, into nodes.
export function markedText(html) {
  return html
    .split(/(<mark>.*?<\/mark>)/s)
    .filter(Boolean)
    .map((piece) => {
      const inner = /^<mark>(.*)<\/mark>$/s.exec(piece);
      return inner ? make("mark", {}, unescapeText(inner[1])) : unescapeText(piece);
    });
}

export function showProblem(place, error, again) {
  const alert = make("div", { class: "rp-alert", role: "alert" }, make("p", {}, sayProblem(error)));
  const fields = (error.fields || []).filter((field) => field.detail !== error.message);
  if (fields.length) alert.append(make("ul", {}, fields.map(describeField)));
  if (again && canPass(error))
    alert.append(make("button", { type: "button", class: "rp-button", onclick: again }, "Try again"));
  fill(place, alert);
  if (!(error instanceof Error && "status" in error)) console.error(error);
}

// What went wrong, in a sentence; to whom signing in helps, with the way there and back.
export function sayProblem({ status, message }) {
  const way = status === 401 ? make("a", { href: signInAddress() }, "Sign in again") : null;
  return way ? [sentence(message), " ", way] : [sentence(message)];
}

export function labelled(text, control, hint) {
  control.id ||= `field-${(counter += 1)}`;
  const help = hint ? make("span", { class: "rp-hint", id: `${control.id}-hint` }, hint) : null;
  if (help) control.setAttribute("aria-describedby", help.id);
  return make("div", { class: "rp-field" }, make("label", { for: control.id }, text), control, help);
}

// A <select> from [value, label] pairs.
export function choice(pairs, attributes = {}) {
  return make(
    "select",
    { class: "rp-select", ...attributes },
    pairs.map(([value, label]) => make("option", { value }, label)),
  );
}

export function badge(text, kind) {
  return make("span", { class: `rp-badge rp-badge--${kind}` }, text);
}

// A table that scrolls in its own box, so that the page never scrolls sideways.
export function scrollingTable(caption, heads, rows) {
  const head = make(
    "thead",
    {},
    make(
      "tr",
      {},
      heads.map((text) => make("th", { scope: "col" }, text)),
    ),
  );
  const table = make("table", { class: "rp-table" }, make("caption", { class: "rp-unseen" }, caption), head, rows);
  return make("div", { class: "rp-scroll", tabindex: "0", role: "region", "aria-label": caption }, table);
}

// Where to sign in and come back from.
function signInAddress() {
  return `/sign-in?${new URLSearchParams({ next: location.pathname + location.search })}`;
}

let counter = 0;

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&#34;": '"' };

function unescapeText(text) {
  return text.replace(/&(?:amp|lt|gt|quot|#39|#x27|#34);/g, (entity) => ENTITIES[entity]);
}

function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? "" : value);
}

// Whether the same request may well succeed a little later.
function canPass({ status }) {
  return !status || status === 429 || status >= 500;
}

function describeField(field) {
  const name = field.pointer.replace(/^#\/?/, "").replaceAll("_", " ");
  return make("li", {}, name ? `${name}: ${field.detail}` : field.detail);
}

function sentence(text) {
  const trimmed = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
