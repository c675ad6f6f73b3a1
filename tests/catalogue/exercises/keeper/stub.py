def scale(x, factor=2.0):
    raise NotImplementedError


def unscale(y, x, factor=2.0):
    raise NotImplementedError


class Mean:
    def __init__(self, start):
        raise NotImplementedError

    def add(self, x):
        raise NotImplementedError

    def ahead(self, x):
        raise NotImplementedError


def words(text, seen):
    raise NotImplementedError


def apply(f, x):
    raise NotImplementedError
