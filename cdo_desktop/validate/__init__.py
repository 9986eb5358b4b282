"""Rules by element, by record and across records."""
