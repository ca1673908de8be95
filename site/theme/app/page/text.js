// A text that is no page of the library, such as a chapter of the manual or the list of a folder.

import { markOverdue } from "./overdue.js";
import { boxTables } from "./tables.js";

const text = document.querySelector(".rp-article");
boxTables(text);
markOverdue(text);
