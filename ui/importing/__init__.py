"""The parts of the import page: mapping, rehearsal, differences, findings."""
