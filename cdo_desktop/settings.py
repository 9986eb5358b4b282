"""Settings of this user: small, readable, replaceable."""
