"""
verdict = "WA"
caught_by = ["whole_few_held"]
en = "Each node is told the node before it, in an attribute of its own, and the list is linked backwards along these. That is one reference for each node: memory in proportion to the length."
zh = "先给每个节点加一个属性记住前一个节点，再沿着它反向链接。这等于为每个节点多存一个引用，内存与长度成正比。"
"""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    if head is None:
        return None
    head.before, node = None, head
    while node.next is not None:
        node.next.before = node
        node = node.next
    last = node
    while node is not None:
        node.next = node.before
        node = node.before
    return last


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
