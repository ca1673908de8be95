"""Places: the addresses and ids of pages, folders and files, and where links lead."""
