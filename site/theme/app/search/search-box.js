// The search forms of the site's templates: suggestions on top of forms that work without them.

import { sayAsked, withFilter } from "./asked.js";
import { offerSuggestions } from "./suggest.js";

function follow(form, { rewritten, filter }) {
  const asked = { words: rewritten, filters: {}, sort: "relevance" };
  location.assign(`${form.action}?${sayAsked(filter ? withFilter(asked, filter) : asked)}`);
}

for (const form of document.querySelectorAll("form[role=search][action]")) {
  const box = form.querySelector("[data-search]");
  offerSuggestions(box, (item) => follow(form, item));
}
