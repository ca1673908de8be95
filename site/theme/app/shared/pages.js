// Pages as links.

import { make } from "./dom.js";

// A page by its name, in its language; one that is gone, or isn't ours to see, by its id.
export function pageLink({ id, title, url, language }, query = "") {
  return url ? make("a", { href: `${url}${query}`, lang: language }, title) : make("span", {}, title || id);
}
