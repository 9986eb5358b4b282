"""The review of a project: the form, what the checks say, the opinion."""
