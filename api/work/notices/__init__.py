"""E-mail that tells people what is theirs to do."""
