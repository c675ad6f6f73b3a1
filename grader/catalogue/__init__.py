"""Exercises as they lie on the disk: `exercise.toml` and the files beside it."""
