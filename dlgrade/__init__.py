"""The public names of dlgrade; all else, in `grader`, may change at any time."""

from grader import __version__

__all__ = ["__version__"]
