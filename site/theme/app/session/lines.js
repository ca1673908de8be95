// Texts line by line: which lines differ, and two that began as one put together where they can be.

// Pairs of lines that are compared; texts with more are taken for different between their common ends.
const MOST_PAIRS = 1_000_000;

// The places of lines that two lists have in common, as pairs in their order.
export function sameLines(one, other) {
  let begin = 0;
  while (begin < one.length && begin < other.length && one[begin] === other[begin]) begin += 1;
  let end = 0;
  const most = Math.min(one.length, other.length) - begin;
  while (end < most && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  const middle = longest(one.slice(begin, one.length - end), other.slice(begin, other.length - end));
  return [
    ...Array.from({ length: begin }, (_, place) => [place, place]),
    ...middle.map(([first, second]) => [first + begin, second + begin]),
    ...Array.from({ length: end }, (_, place) => [one.length - end + place, other.length - end + place]),
  ];
}

// Each line of both texts with whether the other one has it in its place.
export function markLines(one, other) {
  const [first, second] = [one.split("\n"), other.split("\n")];
  const pairs = sameLines(first, second);
  const mark = (lines, side) => {
    const same = new Set(pairs.map((pair) => pair[side]));
    return lines.map((text, place) => ({ text, isOther: !same.has(place) }));
  };
  return [mark(first, 0), mark(second, 1)];
}

// Puts together what became of `base` on two sides. `isClean` is whether no line was changed by both; where one was,
// both of its forms stand there, `theirs` first.
export function mergeTexts(base, mine, theirs) {
  const lines = base.split("\n");
  const sides = [changesOf(lines, theirs.split("\n")), changesOf(lines, mine.split("\n"))];
  const merged = { lines: [], isClean: true };
  let place = 0;
  while (sides.some((changes) => changes.length)) {
    const from = Math.min(...sides.map(([next]) => next?.from ?? lines.length));
    merged.lines.push(...lines.slice(place, from));
    place = putTogether(merged, lines, takeAt(sides, from));
  }
  merged.lines.push(...lines.slice(place));
  return { text: merged.lines.join("\n"), isClean: merged.isClean };
}

// Both texts in one, without what they began as: what they share once, what differs one below the other.
export function joinTexts(one, other) {
  return joinLines(one.split("\n"), other.split("\n")).join("\n");
}

// Where a place in a text lies after it was replaced by another: in the same line, if that is still there.
export function placeAfter(before, after, place) {
  const [old, young] = [before.split("\n"), after.split("\n")];
  const above = before.slice(0, place).split("\n");
  const pair = sameLines(old, young).find(([line]) => line === above.length - 1);
  if (pair) return young.slice(0, pair[1]).reduce((sum, line) => sum + line.length + 1, 0) + above.at(-1).length;
  let begin = 0;
  while (begin < place && before[begin] === after[begin]) begin += 1;
  return begin;
}

function longest(one, other) {
  if (!one.length || !other.length || one.length * other.length > MOST_PAIRS) return [];
  const width = other.length + 1;
  const lengths = new Uint32Array((one.length + 1) * width);
  for (let row = one.length - 1; row >= 0; row -= 1)
    for (let column = other.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        one[row] === other[column]
          ? lengths[(row + 1) * width + column + 1] + 1
          : Math.max(lengths[(row + 1) * width + column], lengths[row * width + column + 1]);
  const pairs = [];
  for (let row = 0, column = 0; row < one.length && column < other.length; ) {
    if (one[row] === other[column]) pairs.push([row++, column++]);
    else if (lengths[(row + 1) * width + column] >= lengths[row * width + column + 1]) row += 1;
    else column += 1;
  }
  return pairs;
}

// What became of which lines: those from `from` up to `to` were replaced by `lines`.
function changesOf(base, other) {
  const changes = [];
  let [from, at] = [0, 0];
  for (const [place, there] of [...sameLines(base, other), [base.length, other.length]]) {
    if (place > from || there > at) changes.push({ from, to: place, lines: other.slice(at, there) });
    [from, at] = [place + 1, there + 1];
  }
  return changes;
}

// Takes from both sides what touches the same lines, from a line on; what is put in before a line touches nothing.
function takeAt(sides, from) {
  const taken = [[], []];
  const puts = sides.map(([next]) => next?.from === from && next.to === from);
  if (puts.some(Boolean)) {
    for (const side of [0, 1]) if (puts[side]) taken[side].push(sides[side].shift());
    return { from, to: from, taken };
  }
  let to = from;
  for (let hasMore = true; hasMore; ) {
    hasMore = false;
    for (const side of [0, 1]) {
      const next = sides[side][0];
      if (!next || (next.from >= to && next.from !== from)) continue;
      taken[side].push(sides[side].shift());
      to = Math.max(to, next.to);
      hasMore = true;
    }
  }
  return { from, to, taken };
}

function putTogether(merged, base, { from, to, taken }) {
  const [theirs, mine] = taken.map((changes) => linesAfter(base, changes, from, to));
  if (!taken[1].length) merged.lines.push(...theirs);
  else if (!taken[0].length || sameText(mine, theirs)) merged.lines.push(...mine);
  else {
    merged.isClean &&= base.slice(from, to).every((line) => !line.trim());
    merged.lines.push(...joinLines(theirs, mine));
  }
  return to;
}

function linesAfter(base, changes, from, to) {
  const lines = [];
  let place = from;
  for (const change of changes) {
    lines.push(...base.slice(place, change.from), ...change.lines);
    place = change.to;
  }
  return [...lines, ...base.slice(place, to)];
}

function joinLines(one, other) {
  const joined = [];
  let [first, second] = [0, 0];
  for (const [place, there] of [...sameLines(one, other), [one.length, other.length]]) {
    joined.push(...one.slice(first, place), ...other.slice(second, there), ...one.slice(place, place + 1));
    [first, second] = [place + 1, there + 1];
  }
  return joined;
}

function sameText(one, other) {
  return one.join("\n") === other.join("\n");
}
