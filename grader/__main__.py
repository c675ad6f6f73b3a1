"""`python -m grader` is `dlgrade`."""

import sys

if not sys.flags.safe_path:
    del sys.path[0]  # the current folder, which may be a learner's, with a click.py in it

from grader.cli import main

main()
