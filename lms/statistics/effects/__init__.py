"""Effects of plain numbers: what changed where something began, and how far chance alone would go."""
