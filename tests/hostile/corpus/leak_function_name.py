"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
hidden_leak = "the input, in the name of a function"
exploits = "Tells the hidden input in the name of the function that raises."
stops = "No name of a function is shown of a hidden case."
"""


def double(x):
    def fail():
        raise ValueError

    fail.__code__ = fail.__code__.replace(co_name=f"f{int(x[0])}", co_qualname=f"f{int(x[0])}")
    fail()
