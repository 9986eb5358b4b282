"""The things people talk about: records, revisions, findings, moves, packages, receipts."""
