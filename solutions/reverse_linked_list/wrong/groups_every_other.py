"""
verdict = "WA"
caught_by = ["groups", "groups_exact", "sweep", "groups_large"]
en = "After each reversed group one is skipped. That is another well-known task; here every full group is reversed."
zh = "每反转一组就跳过一组。那是另一道常见的题；这里每个满组都要反转。"
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
    while has_nodes(last.next, k):
        first = last.next
        last.next = reverse_first_k(first, k)
        last = first
        for _ in range(k):
            if last.next is not None:
                last = last.next
    return start.next
