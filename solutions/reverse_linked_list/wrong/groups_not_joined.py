"""
verdict = "WA"
caught_by = ["groups", "groups_exact", "sweep", "groups_large"]
en = "Each group is reversed, but the group before it still points to the node that was its first and is now its last. The nodes between are lost."
zh = "每组都反转了，但前一组仍指向这一组原来的第一个节点，而它现在是这一组的最后一个，中间的节点就丢了。"
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
    new_head = reverse_first_k(head, k)
    last = head
    while has_nodes(last.next, k):
        first = last.next
        reverse_first_k(first, k)
        last = first
    return new_head
