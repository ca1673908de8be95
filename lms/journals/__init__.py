"""What was answered before it was in the database: files of lines, and how they get there."""
