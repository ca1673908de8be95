// A choice among the skills that the library names; what is chosen already stays so, also where they can't be asked for.

import { readJson } from "../shared/api.js";
import { choice, make } from "../shared/dom.js";

const NONE = ["", "No skill"];
let asked = null;

/** @param {{ id: string, name: string } | null} [chosen] */
export function chooseSkill(chosen = null) {
  const select = choice(chosen ? [NONE, [chosen.id, chosen.name]] : [NONE]);
  select.value = chosen?.id || "";
  asked ||= readJson("/skills").catch(() => null);
  asked.then((known) => {
    const others = (known?.items || []).filter(({ id }) => id !== chosen?.id);
    select.append(...others.map(({ id, name }) => make("option", { value: id }, name)));
  });
  return select;
}
