class Search:
    """Interval halving: the middle and the two quarters; half of the interval goes at the cost of two questions."""

    def __init__(self, f, a, b):
        self.f, self.a, self.b = f, a, b
        self.middle = (a + b) / 2
        self.lowest = f(self.middle)

    def step(self):
        first, third = (self.a + self.middle) / 2, (self.middle + self.b) / 2
        value = self.f(first)
        if value < self.lowest:
            self.b, self.middle, self.lowest = self.middle, first, value
            return
        value = self.f(third)
        if value < self.lowest:
            self.a, self.middle, self.lowest = self.middle, third, value
        else:
            self.a, self.b = first, third


def minimize_univariate(f, a, b, xtol, verbose=False):
    search = Search(f, a, b)
    while search.b - search.a > 2 * xtol:
        search.step()
        if verbose:
            print(search.a, search.b)
    return search.middle
