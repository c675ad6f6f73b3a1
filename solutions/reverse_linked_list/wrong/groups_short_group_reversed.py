"""
verdict = "WA"
caught_by = ["example", "groups", "groups_beyond", "sweep", "groups_same_nodes"]
en = "The last group is reversed although it has fewer than k nodes."
zh = "最后一组不足 k 个节点，却也被反转了。"
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


def reverse_groups(head, k):
    start = last = ListNode(next=head)
    while last.next is not None:
        first = last.next
        last.next = reverse_first_k(first, k)
        last = first
    return start.next
