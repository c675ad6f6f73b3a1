"""dlgrade: auto-graded exercises for deep learning."""

__version__ = "0.1.0"
