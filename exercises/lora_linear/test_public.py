import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, workload


def random_parameters(rng, in_features, out_features, r, bias=True):
    """A state_dict with random values."""
    state = {
        "base.weight": rng.normal(size=(out_features, in_features)),
        "lora_A": rng.normal(size=(r, in_features)),
        "lora_B": rng.normal(size=(out_features, r)),
    }
    return state | ({"base.bias": rng.normal(size=out_features)} if bias else {})


def build(module, state, alpha):
    """The module's LoRALinear, in float64, with these parameters."""
    weight, bias = state["base.weight"].astype(np.float32) + 1, state.get("base.bias")  # another one to begin with
    bias = None if bias is None else bias.astype(np.float32)
    layer = module.adapter.lora(weight, bias, len(state["lora_A"]), alpha).double()
    layer.load_state_dict(state)
    return layer


def correction(state, alpha):
    return alpha / len(state["lora_A"]) * state["lora_B"] @ state["lora_A"]


@case("The example of the statement", zh="题目中的示例")
def test_example(submission):
    layer = submission.adapter.lora(np.eye(2), np.array([0.5, 0.0]), 1, 2).double()
    x = np.array([[1.0, 3.0]])
    assert_close(layer(x), np.array([[1.5, 3.0]]), what="y of the new layer", what_zh="新建的层的 y")
    trained = {"lora_A": np.array([[1.0, 1.0]]), "lora_B": np.array([[0.0], [0.5]])}
    layer.load_state_dict({"base.weight": np.eye(2), "base.bias": np.array([0.5, 0.0]), **trained})
    assert_close(layer(x), np.array([[1.5, 7.0]]), what="y")
    layer.merge()
    assert_close(layer.state_dict()["base.weight"], np.array([[1.0, 0.0], [1.0, 2.0]]), what="merged weight", what_zh="合并后的权重")
    assert_close(layer(x), np.array([[1.5, 7.0]]), what="y when merged", what_zh="合并后的 y")
    layer.unmerge()
    assert_close(layer.state_dict()["base.weight"], np.eye(2), what="weight after unmerge", what_zh="取消合并后的权重")


@case(
    "The parameters have the names and shapes of the statement; only A and B are trained",
    zh="参数的名称与形状符合题目要求；只训练 A 和 B",
    hint="lora_A and lora_B are nn.Parameters of the module itself, and base is the layer that was given, frozen.",
    hint_zh="lora_A 和 lora_B 是模块自身的 nn.Parameter；base 就是传入的层，并且被冻结。",
    hint_for=("answer", "raised"),
)
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no_bias"])
def test_parameters(submission, rng, bias):
    state = random_parameters(rng, 5, 4, 2, bias)
    parameters = submission.adapter.lora(state["base.weight"], state.get("base.bias"), 2, 1.0).named_parameters()
    assert_equal(sorted(parameters), sorted(state), what="names of the parameters", what_zh="各参数的名称")
    for name, value in state.items():
        assert_shape(parameters[name], value.shape, what=name)
    trained = sorted(name for name, value in parameters.items() if value.dtype.metadata["requires_grad"])
    assert_equal(trained, ["lora_A", "lora_B"], what="parameters that require a gradient", what_zh="需要梯度的参数")


@case(
    "A new layer computes what the given one computes",
    zh="新建的层与传入的层计算结果相同",
    hint="lora_B starts at zero.",
    hint_zh="lora_B 从零开始。",
)
def test_start(submission, rng):
    weight, bias, x = rng.normal(size=(4, 6)), rng.normal(size=4), rng.normal(size=(3, 6))
    layer = submission.adapter.lora(weight.astype(np.float32), bias.astype(np.float32), 2, 8.0)
    expected = (x @ weight.T + bias).astype(np.float32)
    assert_close(layer(x.astype(np.float32)), expected, what="y")


@case(
    "The correction is added, scaled by alpha / r",
    zh="加上按 alpha / r 缩放的修正项",
    points=2,
    hint="The scale is alpha / r.",
    hint_zh="缩放系数是 alpha / r。",
)
@pytest.mark.parametrize(("r", "alpha"), [(1, 1), (1, 3), (2, 2), (2, 5), (4, 2)])
def test_forward(submission, rng, r, alpha):
    state, x = random_parameters(rng, 5, 3, r), rng.normal(size=(2, 5))
    expected = x @ (state["base.weight"] + correction(state, alpha)).T + state["base.bias"]
    assert_close(build(submission, state, alpha)(x), expected)


@case(
    "Merged, the weight contains the correction and the output is the same",
    zh="合并后权重包含修正项，输出不变",
    points=2,
    hint="After merge, the correction must not be added once more in forward.",
    hint_zh="合并之后，forward 里不能再加一次修正项。",
)
def test_merge(submission, reference, rng):
    state, x = random_parameters(rng, 5, 4, 2), rng.normal(size=(3, 5))
    layer, expected = build(submission, state, 3.0), build(reference, state, 3.0)(x)
    assert_close(layer(x), expected, what="y")
    layer.merge()
    merged = state["base.weight"] + correction(state, 3.0)
    assert_close(layer.state_dict()["base.weight"], merged, what="merged weight", what_zh="合并后的权重")
    assert_close(layer(x), expected, what="y when merged", what_zh="合并后的 y")
    layer.unmerge()
    assert_close(layer.state_dict()["base.weight"], state["base.weight"], what="weight after unmerge", what_zh="取消合并后的权重")
    assert_close(layer(x), expected, what="y after unmerge", what_zh="取消合并后的 y")


@case(
    "Gradients by the input and by A and B",
    zh="对输入以及对 A 和 B 的梯度",
    points=2,
    hint="The gradient of x comes through both terms, the frozen one too.",
    hint_zh="x 的梯度来自两项，冻结的那一项也要传。",
    hint_for=("answer", "gradient"),
)
def test_gradients(submission, reference, rng):
    state, x, dy = random_parameters(rng, 5, 4, 2), rng.normal(size=(3, 5)), rng.normal(size=(3, 4))
    actual, expected = (build(module, state, 3.0).vjp(x, grad=dy) for module in (submission, reference))
    assert_close(actual.value, expected.value, what="y")
    assert_close(actual.args[0], expected.args[0], what="dx")
    for name in ("lora_A", "lora_B"):
        assert_close(actual.parameters[name], expected.parameters[name], what=f"gradient of {name}", what_zh=f"{name} 的梯度")


@workload("rank 8 beside 768 x 768, 512 rows, float32", zh="768 x 768 的权重，秩为 8，512 行，float32")
def time_forward(module, rng):
    weight, x = rng.normal(size=(768, 768)) / 28, rng.normal(size=(512, 768))
    return module.adapter.lora(weight.astype(np.float32), None, 8, 16.0), (x.astype(np.float32),)
