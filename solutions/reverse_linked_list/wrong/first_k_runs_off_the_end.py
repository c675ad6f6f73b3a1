"""
verdict = "RTE"
caught_by = ["example", "first_k_beyond", "sweep"]
en = "Exactly k links are turned, without asking whether there are so many nodes."
zh = "不管节点够不够，总是反转 k 个链接。"
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


def reverse_first_k(head, k):
    if head is None:
        return None
    reversed_part, rest = None, head
    for _ in range(k):
        node, rest = rest, rest.next
        node.next = reversed_part
        reversed_part = node
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
