"""The CRM itself in place of its exports: what changed there, as rows that are imported like those of a file."""
