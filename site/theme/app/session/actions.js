// What was agreed, beside the notes: what is carried into the session, what is agreed in it, and the form for more.

import { makeSessionItems } from "../coaching/session-items.js";
import { make } from "../shared/dom.js";

export function makeActions({ session, me }) {
  return make("section", {}, make("h2", {}, "Action items"), makeSessionItems(session, me).element);
}
