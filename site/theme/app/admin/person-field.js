// A field in which somebody is found by name or e-mail address.

import { Problem, readJson } from "../shared/api.js";
import { fill, labelled, make } from "../shared/dom.js";
import { makeInput } from "./form.js";

const PATIENCE_MS = 200;
const OFFERED = 20;
let made = 0;

// Begins with `known`, a person or null. `read` returns the person that is meant, null for an empty field, and fails
// where nobody or more than one is.
export function makePersonField(label, known = null) {
  made += 1;
  const list = make("datalist", { id: `found-people-${made}` });
  const input = makeInput({ list: list.id, value: known?.email });
  let timer = 0;
  const offer = async () => {
    const items = await findPeople(input.value.trim()).catch(() => []);
    fill(
      list,
      items.map(({ email, name }) => make("option", { value: email, label: name })),
    );
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, PATIENCE_MS);
  });
  const element = labelled(label, input, "A name or an e-mail address.");
  element.append(list);
  return { element, input, read: () => readPerson(input.value.trim()) };
}

async function findPeople(words) {
  const { items } = await readJson(`/people?${new URLSearchParams({ q: words, limit: String(OFFERED) })}`);
  return items;
}

async function readPerson(words) {
  if (!words) return null;
  const found = await findPeople(words);
  const meant = found.find(({ email }) => email === words.toLowerCase()) || (found.length === 1 ? found[0] : null);
  if (meant) return meant;
  throw new Problem(
    404,
    found.length ? `Several people fit “${words}”; type an e-mail address` : `Nobody fits “${words}”`,
  );
}
