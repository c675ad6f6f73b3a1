"""The hostile corpus; see README.md."""
