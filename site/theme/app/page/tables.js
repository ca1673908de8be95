// Tables of a text that are wider than the page scroll in boxes of their own; the keyboard reaches them, and long code.

import { make } from "../shared/dom.js";

export function boxTables(text) {
  const tables = [...text.querySelectorAll("table")].filter((table) => !table.closest(".rp-tablebox"));
  const names = new Set();
  tables.forEach((table, at) => {
    const about = nameOf(table);
    const name = about && !names.has(about) ? `Table: ${about}` : `Table ${at + 1}${about ? `: ${about}` : ""}`;
    names.add(about);
    const box = make("div", { class: "rp-tablebox", tabindex: "0", role: "region", "aria-label": name });
    table.replaceWith(box);
    box.append(table);
  });
  for (const code of text.querySelectorAll("pre > code")) code.tabIndex = 0;
}

// What a table is about stands in its caption or in its head.
function nameOf(table) {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim()).filter(Boolean);
  return (table.caption?.textContent.trim() || heads.join(", ")).slice(0, 120);
}
