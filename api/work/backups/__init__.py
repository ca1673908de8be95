"""Backups: the database, what isn't in it yet and recordings in one file; made, checked, restored and tried."""
