// A query's text taken apart as the API does it, to take single conditions out of it or to change its words alone.

export const FILTERS = {
  type: "Type",
  stage: "Stage",
  persona: "Persona",
  industry: "Industry",
  product: "Product",
  skill: "Skill",
  language: "Language",
  audience: "Audience",
  owner: "Owner",
  status: "Status",
};

const NAMES = Object.keys(FILTERS).join("|");
const QUOTE = '["“”„«»]';
const PIECE = new RegExp(`(-?)(?:(${NAMES}):(?:"([^"]*)"|(\\S*))|${QUOTE}([^"“”„«»]*)${QUOTE})|\\S+`, "gi");

// Field words, phrases and words: `-` makes one of them a condition of what must not be there.
export function piecesOf(text) {
  return [...text.matchAll(PIECE)].map(pieceOf);
}

// What may be completed: the words alone, with a space after them if they end in one; nothing after a condition.
export function wordsOf(text) {
  const pieces = piecesOf(text);
  if (!isWord(pieces.at(-1))) return "";
  return (
    pieces
      .filter(isWord)
      .map((piece) => piece.text)
      .join(" ") + (/\s$/.test(text) ? " " : "")
  );
}

export function withWords(text, words) {
  return joined([{ text: words }, ...piecesOf(text).filter((piece) => !isWord(piece))]);
}

export function withoutField(text, name, values) {
  return without(text, (piece) => piece.name === name && !piece.isNot && isAmong(values, piece.value));
}

// Takes out what a hint of the API names: `type:deck` and its like, `-type:deck`, `quotes` or `-word`.
export function withoutCondition(text, condition) {
  const field = fieldOf(condition);
  if (field) return without(text, (piece) => piece.name === field.name && piece.isNot === field.isNot);
  if (condition === "quotes")
    return joined(piecesOf(text).map((piece) => (piece.isPhrase && !piece.isNot ? { text: piece.value } : piece)));
  return without(text, (piece) => piece.isNot && !piece.name && `-${oneLine(piece.value)}` === condition);
}

// The filter that a condition or a suggestion such as `type:deck` is about.
export function fieldOf(condition) {
  const first = piecesOf(condition)[0];
  return first?.name ? first : null;
}

export function isAmong(values, value) {
  return values.some((other) => other.toLowerCase() === value.toLowerCase());
}

function pieceOf([text, sign, name, quoted, plain, phrase]) {
  if (name) return { text, name: name.toLowerCase(), value: quoted ?? plain, isNot: sign === "-" };
  if (phrase !== undefined) return { text, value: phrase, isPhrase: true, isNot: sign === "-" };
  return { text, value: text.replace(/^-/, ""), isNot: /^-[\p{L}\p{N}_]/u.test(text) };
}

function without(text, isOut) {
  const pieces = piecesOf(text);
  return pieces.some(isOut) ? joined(pieces.filter((piece) => !isOut(piece))) : text;
}

function isWord(piece) {
  return piece !== undefined && !piece.name && !piece.isPhrase && !piece.isNot;
}

function joined(pieces) {
  return oneLine(pieces.map((piece) => piece.text).join(" "));
}

function oneLine(text) {
  return text.split(/\s+/).filter(Boolean).join(" ");
}
