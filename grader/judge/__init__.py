"""The trusted side: pytest over the exercise's tests, in a process of its own (`python -m grader.judge`).

The way of the data: `server` (the process, its jobs) → `job_run` (one submission) → `suite` and `case_run` (pytest:
manifest, fixtures, one case and its outcome) → `far` (what a test holds of the far side, down to a sandbox); back
through `compare` to an outcome.
"""
