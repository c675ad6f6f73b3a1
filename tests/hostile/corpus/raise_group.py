"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Raises exceptions inside exceptions inside exceptions."
stops = "Only the outermost is described."
"""


def double(x):
    error = ValueError()
    for _ in range(5000):
        error = ExceptionGroup("group", [error, ValueError("\x1b[2J\u202e")])
    raise error
