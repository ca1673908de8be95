"""Links for buyers over HTTP: the reps' side, and the pages that buyers open."""
