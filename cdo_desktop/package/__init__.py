"""Draft, sealed and opened packages, as separate types."""
