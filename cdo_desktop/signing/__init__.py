"""Signing bytes and judging signatures. Knows no records."""
