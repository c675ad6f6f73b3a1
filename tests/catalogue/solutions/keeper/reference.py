def scale(x, factor=2.0):
    return x * factor


def unscale(y, x, factor=2.0):
    return (y / factor).reshape(x.shape)


class Mean:
    def __init__(self, start):
        self.sum, self.count = start * 1.0, 1

    def add(self, x):
        self.sum, self.count = self.sum + x, self.count + 1
        return self.sum / self.count

    def ahead(self, x):
        return (self.sum + x) / (self.count + 1)


def words(text, seen):
    return seen + text.split()


def apply(f, x):
    return [f(item) for item in x]
