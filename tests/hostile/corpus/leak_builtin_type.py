"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
hidden_leak = "a few bits of the input, in the choice of a built-in exception"
admits = ["type"]
exploits = "Tells a few bits of the hidden input by which built-in exception it raises."
stops = "Nothing: the type is shown to learners. It is at most six bits of one case, and the next run has fresh inputs."
"""

import builtins

KINDS = [
    kind
    for kind in vars(builtins).values()
    if isinstance(kind, type) and issubclass(kind, Exception) and kind.__module__ == "builtins"
]


def double(x):
    kind = KINDS[int(abs(x[0])) % len(KINDS)]
    raise (
        kind(*("utf-8", b"", 0, 1, "x"))
        if kind is UnicodeDecodeError
        else ValueError
        if "Unicode" in kind.__name__ or "Group" in kind.__name__
        else kind("x")
    )
