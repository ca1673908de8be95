"""People, teams and their tokens over HTTP."""
