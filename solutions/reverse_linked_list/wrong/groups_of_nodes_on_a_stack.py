"""
verdict = "WA"
caught_by = ["constant_memory"]
en = "The nodes of a group are put on a stack and linked from there. The result is right, but the stack takes memory in proportion to k."
zh = "先把一组的节点压入栈中，再从栈里重新链接。结果正确，但这个栈占用的内存与 k 成正比。"
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


def reverse_groups(head, k):
    start = last = ListNode()
    while True:
        stack, node = [], head
        while node is not None and len(stack) < k:
            stack.append(node)
            node = node.next
        if len(stack) < k:
            last.next = head
            return start.next
        while stack:
            last.next = stack.pop()
            last = last.next
        head = node
