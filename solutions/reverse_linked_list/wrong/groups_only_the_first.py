"""
verdict = "WA"
caught_by = ["groups", "groups_exact", "sweep", "groups_large", "groups_same_nodes"]
en = "Only the first group is reversed; the others follow as they were."
zh = "只反转了第一组，后面各组都保持原样。"
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
    if not has_nodes(head, k):
        return head
    return reverse_first_k(head, k)
