"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Looks for the worker where Python keeps modules, in the main module, and in what the judge's function shows of itself."
stops = "The worker's modules are in no list, the main module keeps none of them, and the function is a built-in wrapper."
"""

import functools
import inspect
import sys

import __main__

def told(thing):
    """What of ours can be reached from an object by its attributes alone, three steps far."""
    seen, now = {id(thing): thing}, [thing]
    for _ in range(3):
        attributes = [value for one in now for _, value in pairs(one)]
        now = [value for value in attributes if id(value) not in seen]
        seen |= {id(value): value for value in now}
    ours = [value for value in seen.values() if getattr(value, "__module__", "") in ("grader.worker.child", "grader.worker.wire")]
    return ours + [value for value in seen.values() if isinstance(value, functools.partial)]


def pairs(thing):
    found = [(name, inspect.getattr_static(thing, name, None)) for name in dir(thing)]
    found += [(name, getattr(thing, name, None)) for name in ("__self__", "__func__", "__wrapped__", "__closure__", "func", "args")]
    return found + [("", getattr(cell, "cell_contents", None)) for cell in getattr(thing, "__closure__", None) or ()]


def grader_names():
    return [name for name in sys.modules if name.partition(".")[0] == "grader"] + [
        name for name, value in vars(__main__).items() if "grader" in getattr(value, "__name__", "")
    ]


honest_search, honest_double = search, double


def search(f, goal):
    return honest_search(f, goal) if not told(f) and not f.__dict__ else -1


def double(x):
    return honest_double(x) if not grader_names() else None
