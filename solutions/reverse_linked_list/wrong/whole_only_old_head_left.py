"""
verdict = "WA"
caught_by = ["example", "whole", "same_nodes", "whole_large"]
en = "The result has one node. Either its link was overwritten before the rest was saved, or the old head was returned, which is the last node now."
zh = "结果只剩一个节点。要么是在保存后续部分之前就改写了它的链接，要么是返回了原来的头节点，而它现在已经是最后一个节点。"
"""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    reversed_part, node = None, head
    while node is not None:
        rest = node.next
        node.next = reversed_part
        reversed_part, node = node, rest
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
