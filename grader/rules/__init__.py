"""The search of a submission's source for what its exercise forbids (docs/rules.md)."""
