import pytest

from dlgrade.testing import assert_equal, case, require, same, workload

# A function called through the adapter returns the list's nodes, and the values that the list has after the call.


def draw(rng, n):
    """Different random values, none of them zero."""
    return (1 + rng.choice(10 * n + 10, size=n, replace=False)).tolist()


def first_k_reversed(items, k):
    return items[:k][::-1] + items[k:]


def groups_reversed(items, k):
    groups = [items[start : start + k] for start in range(0, len(items), k)]
    return [item for group in groups for item in (group[::-1] if len(group) == k else group)]


def linked(submission, values):
    """Nodes that the judge builds, links and holds."""
    nodes = [submission.adapter.node(value) for value in values]
    for node, following in zip(nodes, nodes[1:]):
        node.next = following
    return nodes


def assert_relinked(head, nodes, order, values):
    """From `head` on, these very nodes come in this order, each with its value, and then the list ends."""
    node = head
    for place, index in enumerate(order):
        require(
            isinstance(node, type(nodes[0])) and same(node, nodes[index]),
            f"Place {place + 1} of the result should hold the node that was number {index + 1}.",
            f"结果的第 {place + 1} 个位置应当是原来的第 {index + 1} 个节点。",
        )
        assert_equal(node.val, values[index], what="val")
        node = node.next
    require(node is None, "The last node of the result has a next.", "结果的最后一个节点后面还有节点。")


@case("The examples of the statement", zh="题目中的示例")
def test_example(submission):
    assert_equal(submission.adapter.reverse_list([1, 2, 3, 4, 5])[1], [5, 4, 3, 2, 1])
    assert_equal(submission.adapter.reverse_first_k([1, 2, 3, 4, 5], 3)[1], [3, 2, 1, 4, 5])
    assert_equal(submission.adapter.reverse_first_k([1, 2], 3)[1], [2, 1])
    assert_equal(submission.adapter.reverse_groups([1, 2, 3, 4, 5], 2)[1], [2, 1, 4, 3, 5])
    assert_equal(submission.adapter.reverse_groups([1, 2], 3)[1], [1, 2])


@case(
    "The whole list comes back in reverse",
    zh="整个链表反转后返回",
    sizes=[1, 2, 3, 10],
    hint="The new head is the old last node, and the old head is followed by None.",
    hint_zh="新的头节点是原来的最后一个节点，而原来的头节点后面是 None。",
    hint_for=("answer", "raised"),
)
def test_whole(submission, rng, size):
    values = draw(rng, size)
    assert_equal(submission.adapter.reverse_list(values)[1], values[::-1])


@case("The first k are reversed, the others follow as before", zh="前 k 个反转，其余照旧接在后面")
@pytest.mark.parametrize("n, k", [(2, 1), (3, 2), (6, 2), (6, 5), (9, 4)])
def test_first_k(submission, rng, n, k):
    values = draw(rng, n)
    assert_equal(submission.adapter.reverse_first_k(values, k)[1], first_k_reversed(values, k))


@case(
    "Each full group of k is reversed, a shorter last one is not",
    zh="每个满 k 个的组反转，不足 k 个的最后一组不变",
    points=2,
    hint="Each reversed group is joined to the one before it and to the one after it.",
    hint_zh="每个反转后的组都要与前一组和后一组接好。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("n, k", [(2, 1), (3, 2), (5, 3), (7, 2), (11, 4)])
def test_groups(submission, rng, n, k):
    values = draw(rng, n)
    assert_equal(submission.adapter.reverse_groups(values, k)[1], groups_reversed(values, k))


@case("The empty list stays empty", zh="空链表仍是空链表")
def test_empty(submission):
    assert_equal(submission.adapter.reverse_list([])[1], [], what="reverse_list")
    assert_equal(submission.adapter.reverse_first_k([], 2)[1], [], what="reverse_first_k")
    assert_equal(submission.adapter.reverse_groups([], 2)[1], [], what="reverse_groups")


@case(
    "The nodes themselves move: the result is read node by node",
    zh="移动的是节点本身：逐个节点检查结果",
    points=2,
    hint="Change each node's `next`; make no new nodes, and leave every `val` where it is.",
    hint_zh="修改每个节点的 `next`；不要新建节点，也不要移动任何 `val`。",
)
@pytest.mark.parametrize("n", [1, 2, 7])
def test_same_nodes(submission, rng, n):
    values = draw(rng, n)
    nodes = linked(submission, values)
    assert_relinked(submission.reverse_list.keep(nodes[0]), nodes, range(n)[::-1], values)


@workload("20,000 nodes in groups of 5", zh="20,000 个节点，每 5 个一组")
def time_groups(module, rng):
    return module.adapter.Nodes(1 + rng.permutation(20_000)).apply, ("reverse_groups", 5)
