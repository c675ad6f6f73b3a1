"""
verdict = "WA"
caught_by = ["odd_values", "first_k_same_nodes", "constant_memory"]
en = "The first k values are written back in reverse, while their nodes keep their order. The nodes themselves must be relinked."
zh = "把前 k 个值倒着写了回去，节点的顺序却没有变。应当重新链接节点本身。"
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


def turn(head, k):
    reversed_part, rest = None, head
    while rest is not None and k > 0:
        node, rest = rest, rest.next
        node.next = reversed_part
        reversed_part = node
        k -= 1
    if head is not None:
        head.next = rest
    return reversed_part


def reverse_first_k(head, k):
    values, node = [], head
    while node is not None and len(values) < k:
        values.append(node.val)
        node = node.next
    node = head
    while values:
        node.val = values.pop()
        node = node.next
    return head


def has_nodes(head, k):
    while head is not None and k > 0:
        head = head.next
        k -= 1
    return k == 0


def reverse_groups(head, k):
    start = last = ListNode(next=head)
    while has_nodes(last.next, k):
        first = last.next
        last.next = turn(first, k)
        last = first
    return start.next
