"""
verdict = "WA"
caught_by = ["whole", "standard_any_order_of_calls"]
en = "The part that is already reversed is a variable of the module, which no call sets back to None: the next list is joined to the last one."
zh = "已经反转的部分放在模块级变量里，没有哪次调用把它重新设为 None：下一个链表会接到上一个链表上。"
"""

reversed_part = None


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    global reversed_part
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
    start = last = ListNode(next=head)
    while has_nodes(last.next, k):
        first = last.next
        last.next = reverse_first_k(first, k)
        last = first
    return start.next
