"""What people look for and what they find: counts per day, kept so that any period is summed at once."""
