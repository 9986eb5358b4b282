"""Forms generated from the definition."""
