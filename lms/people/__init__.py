"""People, their teams and roles, and the proofs that a request comes from one of them."""
