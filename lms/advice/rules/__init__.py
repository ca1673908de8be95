"""Rules of advice, each a file with a `RULE` that the registry finds."""
