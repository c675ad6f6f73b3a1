"""The untrusted side: our files that run inside the sandbox, beside the submission.

They are sent there as source over the sandbox's standard input (`grader.judge.far.sandbox_worker`), and import nothing
of the rest of the package. `wire` is the one module that both sides use.
"""
