"""
verdict = "WA"
caught_by = ["example", "groups", "sweep", "groups_same_nodes"]
en = "The groups are counted from the end of the list, so the short one is the first. They are cut from the front."
zh = "分组是从链表末尾数起的，于是不足 k 个的成了第一组。应当从头开始分组。"
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
    n, node = 0, head
    while node is not None:
        n, node = n + 1, node.next
    start = last = ListNode(next=head)
    for _ in range(n % k):
        last = last.next
    while last.next is not None:
        first = last.next
        last.next = reverse_first_k(first, k)
        last = first
    return start.next
