"""
verdict = ["WA", "RTE", "PE"]
points_at_most = 6
wall_s = 15
hidden_leak = "the input, as an error of the test"
exploits = "Answers so that the hidden test itself raises, with the input in the message."
stops = "A test that the reference passes was brought down by the answer: it is WA, and the message is not shown."
"""


class Box:
    def __new__(cls, content):
        return {f"key {content}": content}

    def put(self, more): ...
