"""What the work functions need, gathered: store, standard, settings, clock, trust."""
