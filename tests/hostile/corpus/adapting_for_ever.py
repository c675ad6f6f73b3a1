"""
verdict = ["TLE", "RTE", "MLE", "PE", "WA"]
points_at_most = 4
wall_s = 20
exploits = "Answers with an int whose conversion gives another such int, for ever."
stops = "The conversion happens in the child, under the call's clock."
"""


class Again(int):
    def __int__(self):
        return Again(1)

    def __trunc__(self):
        return Again(1)


class Text(str):
    def __str__(self):
        return Text("x")


def double(x):
    return Text("x")
