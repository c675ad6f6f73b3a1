"""
verdict = "TLE"
points_at_most = 4
wall_s = 15
exploits = "Cancels the alarms that a grader in the same process would have set, and swallows what they raise."
stops = "There is no alarm inside: the clock is the judge's."
"""

import signal


def double(x):
    while True:
        try:
            signal.alarm(0)
            signal.setitimer(signal.ITIMER_REAL, 0)
        except BaseException:
            pass
