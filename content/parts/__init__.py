"""Parts: what of a page is sent to a buyer, and what is guidance or notes for the one who sends it."""
