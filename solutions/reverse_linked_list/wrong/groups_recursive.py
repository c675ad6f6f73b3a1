"""
verdict = "RTE"
caught_by = ["groups_large", "constant_memory"]
en = "The function calls itself for what follows each group. With many groups Python's stack ends."
zh = "函数对每组之后的部分都递归调用自己。组数一多，Python 的调用栈就用完了。"
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
    head.next = reverse_groups(head.next, k)
    return new_head
