// What changed, line by line: what was added and what was taken away.

import { make } from "./dom.js";

/** @type {[RegExp, string][]} */
const KINDS = [
  [/^(---|\+\+\+|diff |index |new file |deleted file |similarity |rename )/, "head"],
  [/^@@/, "place"],
  [/^\+/, "added"],
  [/^-/, "removed"],
];

export function codeBox(label, content) {
  return make(
    "pre",
    { class: "rp-diff", tabindex: "0", role: "region", "aria-label": label },
    make("code", {}, content),
  );
}

export function showDiff(patch) {
  return linesOf(patch).map(([kind, line]) => make("span", { class: `rp-diff__${kind}` }, `${line}\n`));
}

// The same for people who read no patches: without its head, in lines that wrap, each with what happened to it.
export function showChangedLines(patch) {
  const begin = patch.search(/^@@/m);
  return linesOf(begin < 0 ? "" : patch.slice(begin))
    .slice(1)
    .map(([kind, line]) => {
      if (kind === "place") return make("hr");
      const sign = { added: "Added: ", removed: "Taken away: " }[kind] || "";
      return make(
        "div",
        { class: `rp-change-line rp-change-line--${kind}` },
        make("span", { class: "rp-unseen" }, sign),
        line.slice(1) || "\u00a0",
      );
    });
}

// In the text of a change nothing is a head any more, however a line of it begins.
function linesOf(patch) {
  let isText = false;
  return patch
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => {
      const kind = KINDS.find(([start, name]) => !(isText && name === "head") && start.test(line))?.[1] || "same";
      isText ||= kind === "place";
      return /** @type {[string, string]} */ ([kind, line]);
    });
}
