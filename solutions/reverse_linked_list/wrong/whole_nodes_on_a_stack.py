"""
verdict = "WA"
caught_by = ["constant_memory"]
en = "All nodes are put into a list first and linked from there. The result is right, but the list takes memory in proportion to the length."
zh = "先把所有节点放进一个列表，再从列表里重新链接。结果正确，但这个列表占用的内存与长度成正比。"
"""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    stack = []
    while head is not None:
        stack.append(head)
        head = head.next
    for node, following in zip(stack, [None, *stack]):
        node.next = following
    return stack[-1] if stack else None


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
