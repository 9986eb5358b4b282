"""Data for views."""
