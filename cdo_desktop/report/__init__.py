"""What an office prints and files."""
