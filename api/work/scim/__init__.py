"""People as a directory keeps them, over SCIM 2.0 (RFC 7643, RFC 7644): its words in, verbs on people out."""
