"""What an exercise forbids, found in the source of a submission (docs/rules.md)."""
