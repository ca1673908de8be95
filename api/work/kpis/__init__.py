"""Questions to the registry that routes and letters ask alike."""
