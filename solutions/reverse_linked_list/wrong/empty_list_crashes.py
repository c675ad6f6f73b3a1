"""
verdict = "RTE"
caught_by = ["empty"]
en = "The functions read the next node of the head before asking whether there is a head. The empty list is None."
zh = "还没有判断头节点是否存在，就去读它的 next。空链表是 None。"
"""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    reversed_part = None
    while head.next is not None:
        rest = head.next
        head.next = reversed_part
        reversed_part, head = head, rest
    head.next = reversed_part
    return head


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
