// Tables of a text that are wider than the page scroll in boxes of their own, which the keyboard reaches.

import { make } from "../shared/dom.js";

export function boxTables(text) {
  const tables = [...text.querySelectorAll("table")].filter((table) => !table.closest(".rp-tablebox"));
  tables.forEach((table, at) => {
    const box = make("div", { class: "rp-tablebox", tabindex: "0", role: "region", "aria-label": nameOf(table, at) });
    // The theme's own box may be there already, or come inside ours a moment later.
    const whole = table.closest(".md-typeset__scrollwrap") || table;
    whole.replaceWith(box);
    box.append(whole);
  });
}

// What a table is about stands in its caption or in its head.
function nameOf(table, at) {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim()).filter(Boolean);
  const about = table.caption?.textContent.trim() || heads.join(", ");
  return about ? `Table: ${about}`.slice(0, 120) : `Table ${at + 1}`;
}
