// Pages for some roles: whoever has none of them is told so once, in the place of the whole page.

import { readKept, signedIn } from "./account.js";
import { fill, make } from "./dom.js";

// A page says in its front matter which roles it is for.
// What is kept of somebody spares a page the wait; the API decides what anybody may read.
export async function startFor(start) {
  const roles = document.getElementById("app").dataset.roles.split(" ");
  const isAllowed = (me) => me?.roles.some((role) => roles.includes(role));
  if (isAllowed(readKept())) return start();
  const me = await signedIn;
  if (!me || isAllowed(me)) return start();
  const text = `This page needs the role ${roles.join(" or ")}; ${sayRoles(me.roles)}.`;
  fill(document.getElementById("app"), make("p", { class: "rp-empty", role: "alert" }, text));
}

function sayRoles(roles) {
  return roles.length === 1 ? `your role is ${roles[0]}` : `your roles are ${roles.join(" and ")}`;
}
