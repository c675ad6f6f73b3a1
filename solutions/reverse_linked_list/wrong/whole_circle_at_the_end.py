"""
verdict = "WA"
caught_by = ["example", "whole", "same_nodes", "whole_large"]
en = "The old head still points to the node that was second, which now points to it: the list ends in a circle. The last node's next must become None."
zh = "原来的头节点仍指向原来的第二个节点，而后者现在又指向它，链表末端成了环。最后一个节点的 next 必须改成 None。"
"""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    if head is None:
        return None
    reversed_part, node = head, head.next
    while node is not None:
        rest = node.next
        node.next = reversed_part
        reversed_part, node = node, rest
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
    return start.next
