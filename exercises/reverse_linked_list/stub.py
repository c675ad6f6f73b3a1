class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def reverse_list(head):
    """Reverse the list. Returns its new head."""
    raise NotImplementedError


def reverse_first_k(head, k):
    """Reverse the first k nodes; the others follow as before. Returns the new head."""
    raise NotImplementedError


def reverse_groups(head, k):
    """Reverse each group of k nodes; a shorter last group stays as it is. Returns the new head."""
    raise NotImplementedError
