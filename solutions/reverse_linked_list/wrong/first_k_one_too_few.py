"""
verdict = "WA"
caught_by = ["example", "first_k", "first_k_beyond", "first_k_large", "first_k_same_nodes"]
en = "One node too few is reversed: the counting starts with the head already counted."
zh = "少反转了一个节点：计数时把头节点多算了一次。"
"""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    reversed_part = None
    while head is not None:
        rest = head.next
        head.next = reversed_part
        reversed_part, head = head, rest
    return reversed_part


def turn(head, k):
    reversed_part, rest = None, head
    while rest is not None and k > 0:
        node, rest = rest, rest.next
        node.next = reversed_part
        reversed_part = node
        k -= 1
    if head is not None:
        head.next = rest
    return reversed_part


def reverse_first_k(head, k):
    if head is None or k == 1:
        return head
    return turn(head, k - 1)


def has_nodes(head, k):
    while head is not None and k > 0:
        head = head.next
        k -= 1
    return k == 0


def reverse_groups(head, k):
    start = last = ListNode(next=head)
    while has_nodes(last.next, k):
        first = last.next
        last.next = turn(first, k)
        last = first
    return start.next
