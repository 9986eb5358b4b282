"""The standard as data: record kinds, code lists, regions, holidays, profiles."""
