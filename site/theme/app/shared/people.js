// A person's name as the way to their page, for whoever may see it.

import { make } from "./dom.js";

export function personLink(id, name) {
  return make("a", { href: `/app/person/?id=${encodeURIComponent(id)}` }, name);
}
