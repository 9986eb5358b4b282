"""The command line: it asks work for work and prints the answer."""
