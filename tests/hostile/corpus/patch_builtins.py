"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Replaces the builtin that the worker calls, to answer for every object and attribute that the judge asks for."
stops = "The worker's modules have builtins of their own."
"""

import builtins

plain = builtins.getattr


def getattr(thing, name, *default):
    if name in ("double", "Box", "content", "put"):
        return lambda *args: 1e9
    return plain(thing, name, *default)


builtins.getattr = getattr
