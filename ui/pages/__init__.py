"""One page per place of the rail."""
