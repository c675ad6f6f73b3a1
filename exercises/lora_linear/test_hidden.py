import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, dtype_of, numerical_gradient, require

from test_public import build, random_parameters


def merged_weight(state, alpha):
    return state["base.weight"] + alpha / len(state["lora_A"]) * state["lora_B"] @ state["lora_A"]


def output(state, alpha, x):
    """The statement's formula, with one weight."""
    return x @ merged_weight(state, alpha).T + state.get("base.bias", 0.0)


def trained_parameters(layer):
    parameters = layer.named_parameters()
    return sorted(name for name, value in parameters.items() if value.dtype.metadata["requires_grad"])


@case("Any number of leading axes", zh="任意多个前置轴", hint="Only the last axis holds features.", hint_zh="只有最后一个轴是特征。", hint_for=("answer", "shape", "raised"))
@pytest.mark.parametrize("shape", [(5,), (1, 5), (2, 3, 5), (2, 1, 3, 5)], ids=str)
def test_leading_axes(submission, rng, shape):
    state, x = random_parameters(rng, 5, 3, 2), rng.normal(size=shape)
    assert_close(build(submission, state, 4.0)(x), output(state, 4.0, x))


@case("Without a bias", zh="没有偏置")
def test_no_bias(submission, rng):
    state, x = random_parameters(rng, 4, 3, 2, bias=False), rng.normal(size=(5, 4))
    layer = build(submission, state, 3.0)
    assert_close(layer(x), output(state, 3.0, x), what="y")
    layer.merge()
    assert_close(layer.state_dict(), state | {"base.weight": merged_weight(state, 3.0)}, what="state when merged")
    assert_close(layer(x), output(state, 3.0, x), what="y when merged")


@case("A rank above the sizes of the weight, and a single feature", zh="秩大于权重的行数和列数，以及只有一个特征")
@pytest.mark.parametrize("sizes", [(3, 2, 7), (1, 1, 1), (1, 4, 3), (4, 1, 2), (5, 4, 100)], ids=str)
def test_unusual_sizes(submission, rng, sizes):
    state = random_parameters(rng, *sizes)
    x = rng.normal(size=(3, sizes[0]))
    layer = build(submission, state, 0.3)
    assert_close(layer(x), output(state, 0.3, x), what="y")
    layer.merge()
    assert_close(layer.state_dict()["base.weight"], merged_weight(state, 0.3), what="merged weight")


@case("Square weights with the rank equal to the sizes", zh="权重为方阵，且秩等于它的行数", hint="A comes first, then B.", hint_zh="先用 A，再用 B。")
def test_square(submission, rng):
    state, x = random_parameters(rng, 3, 3, 3), rng.normal(size=(3, 3))
    layer = build(submission, state, 2.0)
    assert_close(layer(x), output(state, 2.0, x), what="y")
    layer.merge()
    assert_close(layer.state_dict()["base.weight"], merged_weight(state, 2.0), what="merged weight")
    assert_close(layer(x), output(state, 2.0, x), what="y when merged")


@case(
    "A starts at random values on both sides of zero, other ones in each layer",
    zh="A 从正负都有的随机值开始，每个层各不相同",
    hint="lora_B alone is zero at the start.",
    hint_zh="一开始只有 lora_B 为零。",
)
def test_random_start(submission, rng):
    weight = rng.normal(size=(10, 40)).astype(np.float32)
    first, second = (submission.adapter.lora(weight, None, 8, 1.0).state_dict() for _ in range(2))
    assert_shape(first["lora_A"], (8, 40), what="lora_A")
    # 320 values: all on one side of zero once in 10^95 layers.
    both_signs = np.min(first["lora_A"]) < 0 < np.max(first["lora_A"])
    require(both_signs, "lora_A has entries on both sides of zero", "lora_A 的元素有正有负")
    differ = not np.array_equal(first["lora_A"], second["lora_A"])
    require(differ, "two layers start with different lora_A", "两个层的 lora_A 初始值不同")
    # Eight rows of forty independent entries depend on each other once in 10^9 layers, even where an entry is only 1 or -1.
    # Dependent ones that were rounded to float32 do not count as independent.
    rank = np.linalg.matrix_rank(first["lora_A"].astype(np.float64), rtol=1e-4)
    require(rank == 8, "the rows of lora_A are independent of each other", "lora_A 的各行相互独立")
    assert_close(first["lora_B"], np.zeros((10, 8), dtype=np.float32), what="lora_B")


@case(
    "A starts at values that are as often positive as negative",
    zh="A 的初始值取正取负的机会相等",
    hint="Is your distribution symmetric about 0?",
    hint_zh="你用的分布关于 0 对称吗？",
)
def test_symmetric_start(submission):
    start = submission.adapter.lora(np.zeros((1, 40000), dtype=np.float32), None, 1, 1.0).state_dict()["lora_A"]
    assert_shape(start, (1, 40000), what="lora_A")
    # Six standard deviations of the sum of 40,000 signs: a symmetric start exceeds them once in 10^8 layers.
    require(abs(np.sign(start).sum()) < 6 * 200, "positive and negative entries are equally frequent", "正负元素一样多")


@case(
    "At the start B gets a gradient, A does not yet",
    zh="一开始 B 有梯度，A 的梯度还是零",
    points=2,
    hint="With A and B both zero, neither would ever move.",
    hint_zh="如果 A 和 B 都为零，两者就永远不会更新。",
    hint_for=("answer", "gradient"),
)
def test_gradient_at_start(submission, rng):
    weight, bias, x, dy = (rng.normal(size=shape) for shape in ((4, 6), (4,), (5, 6), (5, 4)))
    layer = submission.adapter.lora(weight.astype(np.float32), bias.astype(np.float32), 2, 6.0).double()
    lora_a = layer.state_dict()["lora_A"]
    gradients = layer.vjp(x, grad=dy).parameters
    assert_close(gradients["lora_A"], np.zeros((2, 6)), what="gradient of lora_A")
    expected = 3.0 * dy.T @ (x @ lora_a.T)
    assert_close(gradients["lora_B"], expected, what="gradient of lora_B")
    require(np.any(expected != 0), "lora_A is not zero", "lora_A 不为零")


@case("Gradients agree with finite differences", zh="梯度与有限差分一致", points=2)
@pytest.mark.parametrize("name", ["x", "lora_A", "lora_B"])
def test_finite_differences(submission, rng, name):
    state, dy = random_parameters(rng, 4, 3, 2), rng.normal(size=(2, 3))
    values = state | {"x": rng.normal(size=(2, 4))}

    def changed(value):
        both = values | {name: value}
        return output(both, 5.0, both["x"])

    found = build(submission, state, 5.0).vjp(values["x"], grad=dy)
    assert_close(found.value, changed(values[name]), what="y")
    actual = found.args[0] if name == "x" else found.parameters[name]
    expected = numerical_gradient(changed, values[name], dy)
    # The formula is linear in each of them: finite differences are good to ten digits of the largest element.
    assert_close(actual, expected, rtol=1e-7, atol=1e-8 * np.max(np.abs(expected)), what=f"gradient of {name}")


@case("Gradients of a batch of sequences", zh="一批序列的梯度")
def test_gradients_of_sequences(submission, reference, rng):
    state = random_parameters(rng, 4, 6, 3, bias=False)
    x, dy = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 6))
    actual, expected = (build(module, state, 1.5).vjp(x, grad=dy) for module in (submission, reference))
    assert_close(actual.value, expected.value, what="y")
    assert_close(actual.args[0], expected.args[0], what="dx")
    for name in ("lora_A", "lora_B"):
        assert_close(actual.parameters[name], expected.parameters[name], what=f"gradient of {name}")


@case("The gradient of the input is the same when merged", zh="合并之后，对输入的梯度不变")
def test_gradient_when_merged(submission, rng):
    state, x, dy = random_parameters(rng, 4, 3, 2), rng.normal(size=(5, 4)), rng.normal(size=(5, 3))
    layer = build(submission, state, 3.0)
    layer.merge()
    assert_close(layer.vjp(x, grad=dy).args[0], dy @ merged_weight(state, 3.0), what="dx")


@case("Merging twice is merging once", zh="合并两次等于合并一次", hint="Is there anything left to do?", hint_zh="还有什么可做的吗？")
def test_merge_twice(submission, rng):
    state, x = random_parameters(rng, 4, 3, 2), rng.normal(size=(2, 4))
    layer = build(submission, state, 3.0)
    layer.merge()
    layer.merge()
    assert_close(layer.state_dict()["base.weight"], merged_weight(state, 3.0), what="merged weight")
    assert_close(layer(x), output(state, 3.0, x), what="y when merged")
    layer.unmerge()
    assert_close(layer.state_dict()["base.weight"], state["base.weight"], what="weight after unmerge")


@case("Unmerging a layer that is not merged changes nothing", zh="对未合并的层取消合并，不产生任何变化")
def test_unmerge_first(submission, rng):
    state, x = random_parameters(rng, 4, 3, 2), rng.normal(size=(2, 4))
    layer = build(submission, state, 3.0)
    layer.unmerge()
    assert_close(layer.state_dict(), state, what="state after unmerge")
    assert_close(layer(x), output(state, 3.0, x), what="y")
    layer.merge()
    layer.unmerge()
    layer.unmerge()
    assert_close(layer.state_dict(), state, what="state after two unmerges")
    assert_close(layer(x), output(state, 3.0, x), what="y after two unmerges")


@case(
    "Merged and unmerged again and again, with other parameters in between",
    zh="反复合并与取消合并，其间载入别的参数",
    points=2,
    hint="merge goes by the parameters as they are when it is called.",
    hint_zh="merge 以调用时的参数为准。",
)
def test_again_and_again(submission, rng):
    layer = build(submission, random_parameters(rng, 4, 3, 2), 3.0)
    for _ in range(3):
        state, x = random_parameters(rng, 4, 3, 2), rng.normal(size=(2, 4))
        layer.load_state_dict(state)
        layer.merge()
        assert_close(layer.state_dict()["base.weight"], merged_weight(state, 3.0), what="merged weight")
        assert_close(layer(x), output(state, 3.0, x), what="y when merged")
        layer.unmerge()
        assert_close(layer.state_dict()["base.weight"], state["base.weight"], what="weight after unmerge")
        assert_close(layer(x), output(state, 3.0, x), what="y after unmerge")


@case(
    "Merging leaves A, B and the names of the state alone",
    zh="合并不改变 A、B，也不改变 state_dict 的名称",
    hint="Nothing else may appear in the state_dict, and A and B keep their values.",
    hint_zh="state_dict 里不能多出别的项，A 和 B 的值保持不变。",
)
def test_state_when_merged(submission, rng):
    state = random_parameters(rng, 4, 3, 2)
    layer = build(submission, state, 3.0)
    layer.merge()
    assert_close(layer.state_dict(), state | {"base.weight": merged_weight(state, 3.0)}, what="state when merged")
    layer.unmerge()
    assert_close(layer.state_dict(), state, what="state after unmerge")


@case(
    "Only A and B require a gradient, before and after merging",
    zh="合并前后都只有 A 和 B 需要梯度",
    points=2,
    hint="Change the values of base.weight outside the graph, and keep it the same frozen parameter.",
    hint_zh="要在计算图之外修改 base.weight 的值，并让它仍是原来那个冻结的参数。",
)
def test_frozen_throughout(submission, rng):
    layer = build(submission, random_parameters(rng, 4, 3, 2), 3.0)
    assert_equal(trained_parameters(layer), ["lora_A", "lora_B"], what="parameters that require a gradient")
    layer.merge()
    assert_equal(trained_parameters(layer), ["lora_A", "lora_B"], what="those that do when merged")
    layer.unmerge()
    assert_equal(trained_parameters(layer), ["lora_A", "lora_B"], what="those that do after unmerge")


@case("Training resumes after unmerge", zh="取消合并之后可以继续训练")
def test_gradients_after_unmerge(submission, reference, rng):
    state, x, dy = random_parameters(rng, 4, 3, 2), rng.normal(size=(5, 4)), rng.normal(size=(5, 3))
    layer = build(submission, state, 3.0)
    layer.merge()
    layer.unmerge()
    actual, expected = layer.vjp(x, grad=dy), build(reference, state, 3.0).vjp(x, grad=dy)
    assert_close(actual.value, expected.value, what="y")
    assert_close(actual.args[0], expected.args[0], what="dx")
    for name in ("lora_A", "lora_B"):
        assert_close(actual.parameters[name], expected.parameters[name], what=f"gradient of {name}")


@case(
    "Training and evaluation mode neither merge nor unmerge",
    zh="训练模式与评估模式既不合并，也不取消合并",
)
def test_modes(submission, rng):
    state, x = random_parameters(rng, 4, 3, 2), rng.normal(size=(2, 4))
    layer = build(submission, state, 3.0)
    for mode in ("eval", "train"):
        getattr(layer, mode)()
        assert_close(layer.state_dict()["base.weight"], state["base.weight"], what=f"weight after {mode}")
        assert_close(layer(x), output(state, 3.0, x), what=f"y after {mode}")
    layer.merge()
    for mode in ("eval", "train"):
        getattr(layer, mode)()
        assert_close(layer.state_dict()["base.weight"], merged_weight(state, 3.0), what=f"merged weight after {mode}")
        assert_close(layer(x), output(state, 3.0, x), what=f"y when merged, after {mode}")


@case(
    "A and B have the dtype of the given layer",
    zh="A 和 B 的 dtype 与传入的层相同",
    hint="A new tensor is float32 unless it is told otherwise.",
    hint_zh="新建的张量默认是 float32。",
    hint_for=("dtype", "values", "raised"),
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtype(submission, rng, dtype):
    weight, bias, x = (rng.normal(size=shape).astype(dtype) for shape in ((3, 4), (3,), (2, 4)))
    layer = submission.adapter.lora(weight, bias, 2, 3.0)
    for name, value in layer.named_parameters().items():
        assert_equal(dtype_of(value), dtype, what=f"dtype of {name}")
    state = {"base.weight": weight, "base.bias": bias}
    state |= {"lora_A": rng.normal(size=(2, 4)).astype(dtype), "lora_B": rng.normal(size=(3, 2)).astype(dtype)}
    layer.load_state_dict(state)
    assert_close(layer(x), output(state, 3.0, x).astype(dtype), dtype=dtype, what="y")
    layer.merge()
    assert_close(layer(x), output(state, 3.0, x).astype(dtype), dtype=dtype, what="y when merged")


@case(
    "base is the very layer that was given, not a copy",
    zh="base 就是传入的那个层本身，而不是副本",
    points=2,
    hint="What is done to the one must be seen in the other.",
    hint_zh="对其中一个所做的改动，在另一个上也要看得到。",
)
def test_given_layer(submission, rng):
    state, x = random_parameters(rng, 4, 3, 2), rng.normal(size=(2, 4))
    base = submission.adapter.linear.keep(state["base.weight"].astype(np.float32), state["base.bias"].astype(np.float32))
    layer = submission.LoRALinear(base, 2, 3.0).double()
    layer.load_state_dict(state)
    trained = [name for name, value in base.named_parameters().items() if value.dtype.metadata["requires_grad"]]
    assert_equal(trained, [], what="trained parameters of the given layer")
    layer.merge()
    assert_close(base.state_dict()["weight"], merged_weight(state, 3.0), what="weight of the given layer, merged")
    layer.unmerge()
    other = random_parameters(rng, 4, 3, 2)
    base.load_state_dict({"weight": other["base.weight"], "bias": other["base.bias"]})
    both = other | {"lora_A": state["lora_A"], "lora_B": state["lora_B"]}
    assert_close(layer(x), output(both, 3.0, x), what="y after other weights were loaded into the given layer")


@case("Two layers do not affect each other", zh="两个层互不影响")
def test_two_layers(submission, rng):
    states = [random_parameters(rng, 4, 3, 2) for _ in range(2)]
    x = rng.normal(size=(2, 4))
    first, second = (build(submission, state, 3.0) for state in states)
    first.merge()
    assert_close(second.state_dict(), states[1], what="state of the other layer")
    assert_close(second(x), output(states[1], 3.0, x), what="y of the other layer")
    assert_close(first(x), output(states[0], 3.0, x), what="y of the merged layer")


@case("The input is left as it was", zh="不修改输入")
def test_input_untouched(submission, rng):
    weight, bias, x = (rng.normal(size=shape).astype(np.float32) for shape in ((3, 4), (3,), (2, 4)))
    layer = submission.adapter.lora(weight, bias, 2, 3.0)
    assert_equal(layer.forward.call(x).args[0], x, what="x after the call")
    layer.merge()
    assert_equal(layer.forward.call(x).args[0], x, what="x after the call when merged")
