"""The audit: who changed what, appended in the transaction that changes it."""
