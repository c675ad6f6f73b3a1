"""
verdict = "WA"
caught_by = ["example", "first_k_beyond", "sweep", "first_k_same_nodes"]
en = "A list of fewer than k nodes is returned as it is. That is the rule for groups; reverse_first_k reverses what there is."
zh = "不足 k 个节点时原样返回。那是分组反转的规则；reverse_first_k 应当有多少反转多少。"
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
    if not has_nodes(head, k):
        return head
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
