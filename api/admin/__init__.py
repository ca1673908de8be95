"""HTTP for administrators: the audit, the settings as they are, tokens and sessions of all, what is stored."""
