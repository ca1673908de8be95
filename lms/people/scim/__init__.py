"""The directory's own words of people over SCIM, kept beside them, so that they are given back as they were sent."""
