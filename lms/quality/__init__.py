"""Rules that data of the CRM may break: the deals that do, what it means for figures, and how to mend it."""
