"""What is wrong with the data of the CRM: the deals that break rules, what that does to figures, and what to change."""
