"""Sending without the web: steps that leave by the company's mail server, and what a mailbox tells of them."""
