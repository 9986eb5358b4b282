"""Dialogs: short, window-modal, with verbs on their buttons."""
