// Tables of a text that are wider than the page scroll in boxes of their own; the keyboard reaches them, and long code.

import { make } from "../shared/dom.js";

export function boxTables(text) {
  const tables = [...text.querySelectorAll("table")].filter((table) => !table.closest(".rp-tablebox"));
  tables.forEach((table, at) => {
    const box = make("div", { class: "rp-tablebox", tabindex: "0", role: "region", "aria-label": nameOf(table, at) });
    table.replaceWith(box);
    box.append(table);
  });
  for (const code of text.querySelectorAll("pre > code")) code.tabIndex = 0;
}

// What a table is about stands in its caption or in its head.
function nameOf(table, at) {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim()).filter(Boolean);
  const about = table.caption?.textContent.trim() || heads.join(", ");
  return about ? `Table: ${about}`.slice(0, 120) : `Table ${at + 1}`;
}
