"""People as a directory keeps them, over SCIM 2.0 (RFC 7643, RFC 7644): its words in, verbs on people out."""

# Of a request; here because the gate needs it, and mustn't wait for the models of SCIM.
MOST_BYTES = 5_000_000
