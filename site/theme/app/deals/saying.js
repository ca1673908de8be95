// Deals in words: amounts, and why something fits.

import { sayMoney } from "../crm/money.js";
import { badge, make } from "../shared/dom.js";

export function sayAmount({ amount, currency }) {
  return amount === null ? "" : sayMoney(amount, currency);
}

// What a page or a reference has in common with a deal.
export function showBecause(because) {
  return make(
    "span",
    { class: "rp-because" },
    because.flatMap(({ label }) => [badge(label, "waived"), " "]),
  );
}
