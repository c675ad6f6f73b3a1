"""The trusted side: pytest over the exercise's tests, in a process of its own (`python -m grader.judge`).

The way of the data: `server` (the process, its jobs) → `plugin` (pytest: manifest, fixtures, outcomes) → `remote`
(what a test holds of the far side) → `link` (sessions of a worker) → the sandbox; back through `compare` to an outcome.
"""
