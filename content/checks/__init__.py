"""What is wrong with a library, and how it is told."""
