"""Key performance indicators: pure functions over plain rows, each with its interval and its assumptions."""
