"""One SQLite file per workspace; rows never leave this room."""
