def double(x):
    raise NotImplementedError


class Box:
    def __init__(self, content):
        raise NotImplementedError

    def put(self, more):
        raise NotImplementedError


def search(f, goal):
    raise NotImplementedError
