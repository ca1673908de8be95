// The search forms of the site's templates: suggestions on top of forms that work without them.

import { fieldOf, withWords } from "../shared/query-words.js";
import { sayAsked, withFilter } from "./asked.js";
import { offerSuggestions } from "./suggest.js";

function follow(form, box, item) {
  const filter = item.kind === "value" && fieldOf(item.query);
  const words = withWords(box.value, filter ? "" : item.query);
  const asked = { words, filters: {}, sort: "relevance" };
  location.assign(`${form.action}?${sayAsked(filter ? withFilter(asked, filter) : asked)}`);
}

for (const form of document.querySelectorAll("form[role=search][action]")) {
  const box = form.querySelector("[data-search]");
  offerSuggestions(box, (item) => follow(form, box, item));
}
