from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass
class ListNode:
    val: object = 0
    next: Optional[ListNode] = None

    def push(self, rest: Optional[ListNode]) -> ListNode:
        """Put this node before `rest`."""
        self.next = rest
        return self

    def reverse(self, k=None):
        """The new head, and what follows the k nodes."""
        done, node = None, self
        while node is not None and (k is None or k):
            node, done = node.next, node.push(done)
            k = None if k is None else k - 1
        self.next = node
        return done, node


def reverse_list(head):
    return None if head is None else head.reverse()[0]


def reverse_first_k(head, k):
    return None if head is None else head.reverse(k)[0]


def reverse_groups(head, k):
    # Reverse every group; if the last one turns out short, reverse it back.
    new_head, last, rest = None, None, head
    while rest is not None:
        first, n, node = rest, 0, rest
        while node is not None and n < k:
            n, node = n + 1, node.next
        group, rest = first.reverse(k)
        if n < k:
            group, rest = group.reverse(k)
            first = None
        if last is None:
            new_head = group
        else:
            last.next = group
        last = first
    return new_head
