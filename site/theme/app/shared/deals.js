// Deals as links, for those who have some.

import { make } from "./dom.js";

const SELLERS = ["rep", "manager", "admin"];

export function isSeller(me) {
  return Boolean(me?.roles.some((role) => SELLERS.includes(role)));
}

// `id` is the deal's id with its source, such as `salesforce:006`.
export function dealLink(id, name = id) {
  return make("a", { href: `/app/deal/?${new URLSearchParams({ id })}` }, name);
}
