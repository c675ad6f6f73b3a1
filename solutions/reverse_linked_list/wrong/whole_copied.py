"""
verdict = "WA"
caught_by = ["same_nodes", "odd_values", "constant_memory"]
en = "The result is built of new nodes that hold the same values. It must consist of the nodes that came in."
zh = "结果是用新节点装着相同的值拼出来的，而它必须由传入的那些节点组成。"
"""


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    result = None
    while head is not None:
        result = ListNode(head.val, result)
        head = head.next
    return result


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
