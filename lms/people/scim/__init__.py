"""What a directory said of people over SCIM: kept beside them, so that it can be given back as it was sent."""
