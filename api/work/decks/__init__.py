"""Files of decks: which are asked for, built by the worker, and kept until others are needed more."""
