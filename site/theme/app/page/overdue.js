// Which pages of a list are due for a review: it is said on the day that it is read, not when the site was built.

import { today } from "../shared/words.js";

export function markOverdue(text) {
  for (const note of text.querySelectorAll("[data-review-until]")) note.hidden = note.dataset.reviewUntil >= today();
}
