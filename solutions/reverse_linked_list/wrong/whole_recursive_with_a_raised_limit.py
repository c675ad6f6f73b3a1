"""
verdict = "WA"
caught_by = ["constant_memory"]
en = "The function calls itself once for each node, and the recursion limit was raised to allow it. The frames of those calls are memory that grows with the list."
zh = "函数对每个节点都递归调用自己一次，为此还调高了递归上限。这些调用的栈帧所占的内存会随链表增长。"
"""

import sys

sys.setrecursionlimit(1_000_000)


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    if head is None or head.next is None:
        return head
    new_head = reverse_list(head.next)
    head.next.next = head
    head.next = None
    return new_head


def reverse_first_k(head, k):
    reversed_part, rest = None, head
    while rest is not None and k > 0:
        node, rest = rest, rest.next
        node.next = reversed_part
        reversed_part = node
        k -= 1
    if head is not None:
        head.next = rest
    return reversed_part


def has_nodes(head, k):
    while head is not None and k > 0:
        head = head.next
        k -= 1
    return k == 0


def reverse_groups(head, k):
    start = last = ListNode(next=head)
    while has_nodes(last.next, k):
        first = last.next
        last.next = reverse_first_k(first, k)
        last = first
    return start.next
