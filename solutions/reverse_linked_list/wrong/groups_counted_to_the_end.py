"""
verdict = "WA"
caught_by = ["groups_few_held"]
en = "Before each group all the nodes that are left are counted. The result is right, but the time grows with the square of the length."
zh = "每处理一组之前，都把剩下的节点全部数一遍。结果正确，但耗时按长度的平方增长。"
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


def count(node):
    length = 0
    while node is not None:
        length += 1
        node = node.next
    return length


def reverse_groups(head, k):
    start = last = ListNode(next=head)
    while count(last.next) >= k:
        first = last.next
        last.next = reverse_first_k(first, k)
        last = first
    return start.next
