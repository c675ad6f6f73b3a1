"""
verdict = ["AC"]
verdict_in = { process = ["CE"] }
points_at_most = 7
wall_s = 30
exploits = "Ends the sandbox while it is loaded, so that the grader calls it a fault of its own and does not count the attempt."
stops = "A sandbox that ends twice in a row under a submission was ended by the submission."
"""

import os
import signal

for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGKILL):
    try:
        os.kill(os.getppid(), number)
    except OSError:
        pass
