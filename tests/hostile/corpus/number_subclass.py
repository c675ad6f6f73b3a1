"""
verdict = "WA"
points_at_most = 6
wall_s = 15
exploits = "Answers with numbers whose classes compare as they like."
stops = "Numbers of other classes travel as the plain numbers that they are."
"""


class Sly(int):
    __eq__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = int.__hash__
    __int__ = __index__ = lambda self: 7


class Box:
    def __init__(self, content):
        self.content = Sly(content)

    def put(self, more):
        return Sly(0)
