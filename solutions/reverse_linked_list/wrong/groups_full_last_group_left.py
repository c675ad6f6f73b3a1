"""
verdict = "WA"
caught_by = ["groups_exact", "sweep", "groups_same_nodes"]
en = "A group counts as full only if another node follows it, so a last group of exactly k nodes is left as it was."
zh = "只有后面还有节点的组才被当作满组，于是恰好 k 个节点的最后一组没有反转。"
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
    while has_nodes(last.next, k + 1):
        first = last.next
        last.next = reverse_first_k(first, k)
        last = first
    return start.next
