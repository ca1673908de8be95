// A text that is no page of the library, such as a chapter of the manual.

import { boxTables } from "./tables.js";

boxTables(document.querySelector(".rp-article"));
