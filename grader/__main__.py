"""`python -m grader` is `dlgrade`."""

from grader.cli import main

main()
