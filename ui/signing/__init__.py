"""Signing review forms: the sheet of what is signed; one form or several, here or from a file."""
