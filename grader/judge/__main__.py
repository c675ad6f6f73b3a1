"""`python -m grader.judge`: the judge's process, which `grader.grading.process` starts."""

import select

from grader.judge.server import main

if not select.select([0], [], [], 0)[0]:  # nobody has said yet what to judge
    import docker  # noqa: F401 -- the sandbox most often used needs it; it takes a tenth of a second

main()
