"""A stand-in for an OpenSearch server on loopback, as its API is documented and as far as it is asked."""
