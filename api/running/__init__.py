"""Processes of an installation: server, worker, jobs, and the building of the site."""
