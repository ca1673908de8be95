"""Skills: the map of a team, what a job asks, and who mentors."""
