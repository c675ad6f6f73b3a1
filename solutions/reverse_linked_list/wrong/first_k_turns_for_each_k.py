"""
verdict = "TLE"
caught_by = ["first_k_beyond"]
en = "The loop runs k times even where the list has ended long before: for a huge k it takes for ever."
zh = "即使链表早已结束，循环仍然跑满 k 次：k 极大时永远跑不完。"
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
    while k > 0:
        if rest is not None:
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
