"""
verdict = "WA"
says = [
    "What your code returned has no attribute",
]
"""

class LoRALinear:
    def __init__(self, base, r, alpha):
        self.base = base

    def forward(self, x):
        return self.base(x)

    def __call__(self, x):
        return self.base(x)

    def merge(self):
        pass

    def unmerge(self):
        pass
