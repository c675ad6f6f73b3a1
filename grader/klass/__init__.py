"""The class: who handed in what, and what came of it."""
