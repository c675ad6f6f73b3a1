def double(x):
    return 2 * x


class Box:
    def __init__(self, content):
        self.content = content

    def put(self, more):
        self.content += more
        return self.content


def search(f, goal):
    low, high = 0, 15
    while low < high:
        middle = (low + high) // 2
        if f(middle) < goal:
            low = middle + 1
        else:
            high = middle
    return low
