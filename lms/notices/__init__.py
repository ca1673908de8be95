"""Notices: e-mail sent to people, and the addresses they fetch from."""
