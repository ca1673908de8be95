"""Pages and answers that aren't JSON of the API: sign-in, the built site, health."""
