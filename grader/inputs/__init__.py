"""Inputs that a person writes for an exercise, as JSON: calls to make, and their values (docs/input-format.md)."""
