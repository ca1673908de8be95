"""Support of the tests: the cast, and short ways to make and to read what a test needs."""
