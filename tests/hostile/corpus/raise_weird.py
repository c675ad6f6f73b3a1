"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Raises an exception whose text raises, and whose class lies about itself."
stops = "The text is taken under a guard, and the judge cuts what comes."
"""


class Weird(BaseException):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__
    __class__ = property(__str__)


def double(x):
    raise Weird
