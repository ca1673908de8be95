"""E-mail templates: what is filled in, and the message as mail programs take it."""
