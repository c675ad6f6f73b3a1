"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with an object that equals everything."
stops = "An object of its own class does not travel: the judge gets a handle, which equals nothing."
"""


class Equal:
    def __eq__(self, other):
        return True

    __ne__ = lambda self, other: False
    __sub__ = __add__ = __radd__ = __rsub__ = __mul__ = __abs__ = lambda self, *other: 0
    __float__ = lambda self: 0.0
    __array__ = lambda self, *args, **kwargs: __import__("numpy").zeros(1)
    shape, dtype, ndim = (1,), "float64", 1
    __hash__ = lambda self: 0


def double(x):
    return Equal()
