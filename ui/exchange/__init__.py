"""Packages, receipts, trust, keys and backups as one sees them."""
