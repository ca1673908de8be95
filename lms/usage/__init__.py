"""What people searched for and opened, as it happened."""
