"""Shared parts of the routes: who asks, the database, shapes, errors, the API's document."""
