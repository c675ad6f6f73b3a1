"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Looks through every object of its process, every module and every frame, for tests, expected values and the judge."
stops = "None of that is in the process: the submission shares it with the worker alone."
"""

import gc
import sys


def double(x):
    for name in sys.modules:
        if name.startswith(("pytest", "_pytest", "grader.judge", "grader.judge.testing", "grader.report", "adapter")):
            return name
    for thing in gc.get_objects():
        if type(thing) is dict and ("test_secret" in thing or "assert_close" in thing):
            return sorted(map(str, thing))
    frame = sys._getframe()
    while frame is not None:
        if "expected" in frame.f_locals or "reference" in frame.f_locals:
            return frame.f_code.co_filename
        frame = frame.f_back
    return 2 * x
