// What stands in the place of the matrix when a dimension has no values: how a library says which there are.

import { make } from "../shared/dom.js";

const WORDS = {
  stage: { many: "stages", example: "awareness: Awareness" },
  persona: { many: "personas", example: "finance-director: Finance director" },
  industry: { many: "industries", example: "retail: Retail" },
  product: { many: "products", example: "starter-plan: Starter plan" },
};

export function showUndefined({ rows, columns }) {
  const empty = [rows, columns].filter(({ values }) => !values.length);
  const words = empty.filter(({ name }) => name in WORDS).map(({ name }) => WORDS[name]);
  // Types and languages come with the pages.
  if (words.length < empty.length) return make("p", { class: "rp-empty" }, "There is no page to count.");
  const names = words.map(({ many }) => many).join(" or ");
  const lines = words.map(({ many, example }) => `${many}:\n  ${example}\n`).join("");
  const field = `${words[0].many}: [${words[0].example.split(":")[0]}]`;
  return make(
    "div",
    { class: "rp-empty" },
    make("p", {}, `No ${names} are defined in this library, so there is nothing to compare its pages by.`),
    make(
      "p",
      {},
      "List them in ",
      make("code", {}, "taxonomy.yml"),
      ", in the library's folder, each value with the name that people see:",
    ),
    make("pre", {}, make("code", {}, lines)),
    make("p", {}, "Then a page says what it is for in its front matter, such as ", make("code", {}, field), "."),
  );
}
