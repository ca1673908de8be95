"""A library that is pulled from a git remote: its commits side by side, of which one is shown."""
