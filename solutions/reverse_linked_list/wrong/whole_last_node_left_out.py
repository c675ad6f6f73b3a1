"""
verdict = "WA"
caught_by = ["example", "whole", "same_nodes", "whole_large"]
en = "The loop ends when there is no next node, one step early: the last node is never turned round and is missing in the result."
zh = "循环在没有下一个节点时就结束，早了一步：最后一个节点没有被反转，结果里少了它。"
"""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    reversed_part = None
    while head is not None and head.next is not None:
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
    return start.next
