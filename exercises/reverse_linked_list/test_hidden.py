import numpy as np
import pytest

from dlgrade.testing import assert_equal, case, require

# A function called through the adapter returns the list's nodes, and the values that the list has after the call.


def draw(rng, n):
    """Different random values, none of them zero."""
    return (1 + rng.choice(10 * n + 10, size=n, replace=False)).tolist()


def first_k_reversed(items, k):
    return items[:k][::-1] + items[k:]


def groups_reversed(items, k):
    groups = [items[start : start + k] for start in range(0, len(items), k)]
    return [item for group in groups for item in (group[::-1] if len(group) == k else group)]


def assert_nodes(called, values, reordered, rng):
    """The list reads as `reordered` says, and so do new values that are put into the same nodes after the call."""
    nodes, found = called
    assert_equal(found, reordered(values), what="the values")
    fresh = draw(rng, len(values))
    assert_equal(nodes.rewrite(fresh), reordered(fresh), what="the new values")


@case("k equal to the length, and beyond it, reverses everything", zh="k 等于或超过长度时，全部反转")
@pytest.mark.parametrize("n, k", [(1, 1), (1, 2), (2, 2), (3, 4), (4, 4), (5, 1000)])
def test_first_k_beyond(submission, rng, n, k):
    values = draw(rng, n)
    assert_equal(submission.adapter.reverse_first_k(values, k)[1], values[::-1])


@case(
    "A last group that is exactly full is reversed too",
    zh="恰好满 k 个的最后一组也要反转",
    hint="How many nodes must still be there for a group to be full?",
    hint_zh="还剩多少个节点，才算满一组？",
)
@pytest.mark.parametrize("n, k", [(1, 1), (2, 2), (4, 2), (5, 5), (9, 3)])
def test_groups_exact(submission, rng, n, k):
    values = draw(rng, n)
    assert_equal(submission.adapter.reverse_groups(values, k)[1], groups_reversed(values, k))


@case("Groups longer than the list leave it as it is", zh="每组个数超过链表长度时，链表不变")
@pytest.mark.parametrize("n, k", [(1, 2), (2, 3), (4, 5), (4, 1000)])
def test_groups_beyond(submission, rng, n, k):
    values = draw(rng, n)
    assert_equal(submission.adapter.reverse_groups(values, k)[1], values)


@case("k = 1 changes nothing", zh="k = 1 时什么都不变", sizes=[1, 2, 6])
def test_k_one(submission, rng, size):
    values = draw(rng, size)
    assert_equal(submission.adapter.reverse_first_k(values, 1)[1], values, what="reverse_first_k")
    assert_equal(submission.adapter.reverse_groups(values, 1)[1], values, what="reverse_groups")


@case("Every short list with every small k", zh="所有较短的链表与所有较小的 k", points=2)
@pytest.mark.parametrize("name", ["reverse_first_k", "reverse_groups"])
def test_sweep(submission, reference, rng, name):
    calls = [(draw(rng, n), k) for n in range(1, 9) for k in range(1, 10)]
    assert_equal(submission.adapter.each(name, calls), reference.adapter.each(name, calls))


@case(
    "Values that are equal, zero, empty or None",
    zh="相等的值、零、空值或 None",
    hint="Only `next` tells where a list ends; no value does.",
    hint_zh="只有 `next` 能说明链表在哪里结束，值不能。",
)
def test_odd_values(submission, rng):
    odd = [0, None, "", False, 7, 7, -1, "a", 0, None]
    values = [odd[i] for i in rng.permutation(len(odd))]
    called = submission.adapter.reverse_list(values)
    assert_nodes(called, values, lambda items: items[::-1], rng)
    called = submission.adapter.reverse_first_k(values, 6)
    assert_nodes(called, values, lambda items: first_k_reversed(items, 6), rng)
    called = submission.adapter.reverse_groups(values, 4)
    assert_nodes(called, values, lambda items: groups_reversed(items, 4), rng)


@case(
    "The nodes of the first k are relinked, not copied or overwritten",
    zh="前 k 个节点是重新链接的，不是复制或改写的",
    points=2,
    hint="Only `next` may change.",
    hint_zh="只能修改 `next`。",
)
@pytest.mark.parametrize("n, k", [(2, 2), (7, 3), (5, 8)])
def test_first_k_same_nodes(submission, rng, n, k):
    values = draw(rng, n)
    called = submission.adapter.reverse_first_k(values, k)
    assert_nodes(called, values, lambda items: first_k_reversed(items, k), rng)


@case(
    "The nodes of the groups are relinked, not copied or overwritten",
    zh="各组的节点是重新链接的，不是复制或改写的",
    points=2,
    hint="Only `next` may change.",
    hint_zh="只能修改 `next`。",
)
@pytest.mark.parametrize("n, k", [(2, 2), (8, 3), (9, 3)])
def test_groups_same_nodes(submission, rng, n, k):
    values = draw(rng, n)
    called = submission.adapter.reverse_groups(values, k)
    assert_nodes(called, values, lambda items: groups_reversed(items, k), rng)


@case(
    "A hundred thousand nodes, reversed as a whole",
    zh="十万个节点，整体反转",
    hint="Python's stack ends long before this list does.",
    hint_zh="远不到链表结束，Python 的调用栈就已经用完了。",
)
def test_whole_large(submission, rng):
    values = 1 + rng.permutation(100_000)
    assert_equal(submission.adapter.reverse_list(values)[1], values[::-1])


@case("Ten thousand nodes, the first k of them reversed", zh="一万个节点，反转前 k 个")
def test_first_k_large(submission, rng):
    values, k = 1 + rng.permutation(10_000), int(rng.integers(5_000, 9_999))
    assert_equal(submission.adapter.reverse_first_k(values, k)[1], np.concatenate([values[:k][::-1], values[k:]]))


@case(
    "Ten thousand nodes in small groups",
    zh="一万个节点，分成许多小组",
    hint="The depth of your calls must not grow with the number of groups.",
    hint_zh="调用的深度不能随组数增长。",
)
def test_groups_large(submission, rng):
    values = 1 + rng.permutation(10_000)
    expected = groups_reversed(values.tolist(), 7)
    assert_equal(submission.adapter.reverse_groups(values, 7)[1], np.array(expected))


@case(
    "No recursion, and no list of nodes on the side",
    zh="没有递归，也没有另外存放节点的列表",
    points=2,
    hint="Every link can be turned round with a few variables in hand.",
    hint_zh="只用手里的几个变量，就能把每个链接掉转方向。",
)
@pytest.mark.parametrize(
    "name, k", [("reverse_list", ()), ("reverse_first_k", (2_700,)), ("reverse_groups", (2,)), ("reverse_groups", (2_700,))]
)
def test_constant_memory(submission, name, k):
    require(
        submission.adapter.runs_in_constant_memory(name, 3_000, *k),
        "The extra memory, or the depth of calls, grows with the list or with k.",
        "额外内存或调用深度随链表长度或 k 增长了。",
    )
