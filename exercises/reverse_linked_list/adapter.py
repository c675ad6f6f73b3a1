"""Builds linked lists beside the submission, calls its functions on them, and reads the lists back as values.

Copied nodes, or values moved from node to node, read like relinked nodes. So `Nodes` keeps the nodes in the order in
which they were built, and `rewrite` puts new values into them after the call: values that the submission has not seen,
and that come back in the right order only if these very nodes have been relinked.
"""

import gc
import sys
import tracemalloc

import numpy as np


class Node:
    """Where the submission has no ListNode."""

    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


class Nodes:
    """A linked list, and its nodes in the order in which they were built.

    Built from an array, it is read as arrays: long lists cross to the judge much faster so.
    """

    def __init__(self, submission, values):
        kind = node_class(submission)
        self.submission, self.read_as = submission, list
        if isinstance(values, np.ndarray):
            values, self.read_as = values.tolist(), np.array
        gc.disable()  # else it looks through all the nodes again and again: half of the time that building takes
        try:
            self.nodes = list(map(kind, values))
        finally:
            gc.enable()
        for node, following in zip(self.nodes, [*self.nodes[1:], None]):
            node.next = following
        self.head = self.nodes[0] if self.nodes else None

    def apply(self, name, *k):
        """Call the submission's function; the values of the list that it returns."""
        self.head = getattr(self.submission, name)(self.head, *k)
        return self.values()

    def values(self):
        """The values from the head on; one more than there are nodes where the list runs in a circle."""
        found, node = [], self.head
        try:
            for _ in range(len(self.nodes) + 1):
                if node is None:
                    break
                found.append(node.val)
                node = node.next
        except AttributeError:
            raise TypeError(f"a node or None was expected, not this {type(node).__name__}") from None
        return self.read_as(found)

    def rewrite(self, values):
        """Put new values into the nodes, in the order in which they were built, and read the list again."""
        for node, value in zip(self.nodes, values):
            node.val = value
        return self.values()


def reverse_list(submission, values):
    return _called(submission, "reverse_list", values)


def reverse_first_k(submission, values, k):
    return _called(submission, "reverse_first_k", values, k)


def reverse_groups(submission, values, k):
    return _called(submission, "reverse_groups", values, k)


def each(submission, name, calls):
    """The values that come of each (values, k)."""
    return [_called(submission, name, values, k)[1] for values, k in calls]


def _called(submission, name, values, *k):
    nodes = Nodes(submission, values)
    return nodes, nodes.apply(name, *k)


def node_class(submission):
    """The class that the tests build their nodes with."""
    return getattr(submission, "ListNode", Node)


def node(submission, value):
    """One node, by itself: the test links it."""
    return node_class(submission)(value)


class Watched:
    """Nodes whose links the judge keeps: whoever reads or changes a `next` asks it.

    Nothing on this side knows the order of the list: the nodes come in the order of their numbers, which are random.
    """

    def __init__(self, submission, values, follow, link):
        kind = node_class(submission)
        self.nodes = {number: kind(value) for number, value in values.items()}
        self.numbers = {id(node): number for number, node in self.nodes.items()}
        self.follow, self.link = follow, link
        watched = self._class(kind)
        for node in self.nodes.values():
            node.__class__ = watched

    def node(self, number):
        """The node of that number."""
        return self.nodes[number]

    def number_of(self, node):
        """The number of a node; None for what is no node of this list."""
        return self.numbers.get(id(node))

    def _class(self, kind):
        def read(node):
            return self.nodes.get(self.follow(self.numbers[id(node)]))

        def write(node, following):
            self.link(self.numbers[id(node)], None if following is None else self._known(following))

        return type(kind.__name__, (kind,), {"__slots__": (), "next": property(read, write)})

    def _known(self, node):
        """Its number; a node of the submission's own gets one here."""
        if id(node) not in self.numbers:
            self.nodes[-len(self.nodes)] = node
            self.numbers[id(node)] = 1 - len(self.nodes)
        return self.numbers[id(node)]


class _TooDeep(BaseException):
    pass


def grows(submission, name, n, *k):
    """What grows when a call works on n nodes: "depth", "memory" (four bytes of new objects for each node), or ""."""
    nodes = Nodes(submission, range(n))
    function = getattr(submission, name)
    depth = 0

    def watch(frame, event, argument):
        nonlocal depth
        depth += (event == "call") - (event == "return")
        if depth > 100:
            raise _TooDeep

    tracemalloc.start()
    sys.setprofile(watch)
    try:
        function(nodes.head, *k)
        return "" if tracemalloc.get_traced_memory()[1] < 4 * n else "memory"  # the peak; a list of nodes takes 8 * n
    except _TooDeep:
        return "depth"
    finally:
        sys.setprofile(None)
        tracemalloc.stop()
