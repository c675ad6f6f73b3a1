"""
exercise = "reverse_linked_list"
verdict = ["WA", "RTE", "TLE", "PE"]
unearned = ["same_nodes", "whole_few_held"]
wall_s = 120
exploits = "Returns an object that finds the reversed order only where somebody reads it, and leaves the nodes as they are."
stops = "The judge asks whether the nodes of the result are those that it linked, and follows their own links."
"""


class Lazy:
    def __init__(self, head, until=None):
        self.head, self.until = head, until

    def _node(self):
        node = self.head
        while node.next is not self.until:
            node = node.next
        return node

    @property
    def val(self):
        return self._node().val

    @property
    def next(self):
        node = self._node()
        return None if node is self.head else Lazy(self.head, node)


def reverse_list(head):
    return head and Lazy(head)
