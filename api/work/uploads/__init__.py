"""Files of rows that people have: read as they are written, with questions where that isn't sure."""
