"""`python -m grader.judge`: the judge's process; `grader.judge.client` starts it and speaks with it."""

from grader.judge.server import main

main()
