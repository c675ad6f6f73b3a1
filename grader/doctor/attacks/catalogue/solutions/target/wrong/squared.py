"""
verdict = "WA"
caught_by = ["values"]
en = "The number is squared."
zh = "数被平方了。"
"""


def double(x):
    return x * x


class Box:
    def __init__(self, content):
        self.content = content

    def put(self, more):
        self.content += more
        return self.content


def search(f, goal):
    return next(n for n in range(10) if f(n) == goal)
