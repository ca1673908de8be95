// All that is held of a person: given out as a file, or erased for good.

import { addressOf, sendJson } from "../shared/api.js";
import { labelled, make } from "../shared/dom.js";
import { count } from "../shared/words.js";
import { makeForm, makeInput } from "./form.js";

const ONCE_GONE =
  "Their name, addresses and words go for good, and there is no way back; what was counted stays. Only who has left can be erased.";

export function makeErasure({ id, name }) {
  const email = makeInput({ type: "email", required: true, maxlength: "320" });
  const href = addressOf(`/people/${id}/personal-data`);
  const rows = [make("p", {}, ONCE_GONE), labelled("Their e-mail address, typed again", email)];
  return make(
    "div",
    {},
    make("p", {}, make("a", { class: "rp-button", download: true, href }, "All that is held of them, as JSON")),
    makeForm(rows, "Erase for good", async () => {
      const { records, tables } = await sendJson("POST", `/people/${id}/erasure`, { email: email.value.trim() });
      const rowsGone = Object.values(tables).reduce((sum, number) => sum + number, 0);
      return `${name} is erased: ${count(records, "record")}, ${count(rowsGone, "row")}.`;
    }),
  );
}
