"""Where a class is judged: on the lanes of this machine, or by any `concurrent.futures.Executor` on others."""
