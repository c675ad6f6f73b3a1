"""The author's side: exercises made, and proved to judge rightly."""
