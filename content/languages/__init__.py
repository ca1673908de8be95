"""Languages: which one each page is in, by what it says, where it lies and how it reads."""
