"""Records: all that is held of one person, in whichever table: joined with another's, given out, erased."""
