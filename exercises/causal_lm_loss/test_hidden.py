import numpy as np
import pytest

from dlgrade.testing import assert_close, assert_equal, assert_shape, case, tensor

from test_public import assert_both, by_definition, padded

ONE = np.array(1.0)


def row_of(rng, *shape):
    """Logits from -2 to 2 in steps of 1/16, which every float dtype holds exactly."""
    return rng.integers(-32, 33, size=shape) / 16


@case("The arguments are left as they were", zh="不修改参数")
def test_inputs_untouched(submission, rng):
    logits, tokens, mask = padded(rng, [4, 2, 0], 4, 3)
    tokens[~mask], logits[~mask] = -100, np.nan
    outcome = submission.causal_lm_loss.call(logits, tokens, mask)
    for name, after, before in zip(("logits", "tokens", "mask"), outcome.args, (logits, tokens, mask), strict=True):
        assert_equal(after, before, what=f"{name} after the call")


@case(
    "The logits of the last position are judged by nothing",
    zh="最后一个位置的 logits 没有 token 评判",
    hint="There is no token behind the last one; the first is not behind it either.",
    hint_zh="最后一个 token 之后没有 token，第一个 token 也不在它之后。",
)
def test_last_position(submission, rng):
    logits, tokens, _ = padded(rng, [5, 5], 5, 4)
    for junk in (np.nan, np.inf, -np.inf):
        logits[:, -1] = junk
        assert_both(submission, logits, tokens)


@case(
    "Under the padding there may be anything",
    zh="填充处可以是任何内容",
    points=2,
    hint="0 times NaN is NaN, and -100 is the number of no token. Take out what does not count before you compute.",
    hint_zh="0 乘以 NaN 还是 NaN，-100 也不是 token 的编号。先去掉不计入的部分，再计算。",
    hint_for=("answer", "raised", "gradient"),
)
@pytest.mark.parametrize("left", [False, True], ids=["right", "left"])
@pytest.mark.parametrize("junk", [np.nan, np.inf, -np.inf, 1e300], ids=str)
def test_junk_under_padding(submission, rng, left, junk):
    logits, tokens, mask = padded(rng, [5, 2, 1, 3], 5, 4, left=left)
    logits[~mask] = junk
    tokens[~mask] = rng.choice([-100, -1, 4, 1000], size=(~mask).sum())
    assert_both(submission, logits, tokens, mask)


@case("Token numbers under the padding that are tokens, too", zh="填充处的编号也可能是合法的 token", hint="Only the mask says what is padding.", hint_zh="只有掩码说明哪里是填充。")
def test_padding_is_a_token(submission, rng):
    logits, tokens, mask = padded(rng, [5, 2, 3], 5, 3)
    tokens[~mask] = 0
    tokens[0] = [0, 0, 2, 0, 0]
    assert_both(submission, logits, tokens, mask)
    tokens[~mask] = 2
    assert_both(submission, logits, tokens, mask)


@case("Gaps within a text", zh="正文中间的空隙", hint="A prediction needs both: what it was made from, and what it is judged by.", hint_zh="一次预测需要两样：它所在的位置，和评判它的 token。")
def test_gaps(submission, rng):
    logits, tokens, mask = padded(rng, [7, 7, 7], 7, 4)
    mask[0, 3] = mask[1, 0] = mask[1, 2] = mask[1, 5] = mask[2, 6] = False
    tokens[~mask] = -100
    assert_both(submission, logits, tokens, mask)


@case(
    "Where nothing counts, loss and gradient are 0",
    zh="没有任何预测计入时，损失和梯度为 0",
    points=2,
    hint="0 / 0 is NaN; and a constant 0 has no gradient.",
    hint_zh="0 / 0 得 NaN；而常数 0 没有梯度。",
    hint_for=("answer", "raised", "gradient"),
)
def test_nothing_counts(submission, rng):
    for lengths in ([0, 0], [1, 0], [1, 1]):
        logits, tokens, mask = padded(rng, lengths, 4, 3)
        tokens[~mask] = -100
        assert_both(submission, logits, tokens, mask)
    logits, tokens, mask = padded(rng, [5, 5], 5, 3)
    mask[0, 1::2] = mask[1, ::2] = False
    logits[1] = np.nan
    assert_both(submission, logits, tokens, mask)


@case("A single position predicts nothing", zh="只有一个位置时没有预测")
def test_one_position(submission, rng):
    logits, tokens = rng.normal(size=(3, 1, 4)), rng.integers(0, 4, size=(3, 1))
    assert_both(submission, logits, tokens)
    assert_both(submission, logits, tokens, np.ones((3, 1), dtype=bool))


@case("No texts at all", zh="没有文本")
def test_no_texts(submission):
    logits, tokens = np.zeros((0, 4, 3)), np.zeros((0, 4), dtype=np.int64)
    assert_close(submission.causal_lm_loss(logits, tokens), 0.0, what="loss")
    assert_close(submission.causal_lm_loss(logits, tokens, np.zeros((0, 4), dtype=bool)), 0.0, what="loss")


@case("One text with one prediction", zh="一段文本，一次预测")
def test_one_prediction(submission, rng):
    assert_both(submission, *padded(rng, [2], 2, 4)[:2])
    assert_both(submission, *padded(rng, [2], 5, 3))
    assert_both(submission, *padded(rng, [2], 5, 3, left=True))


@case("A text does not go on in the next one", zh="一段文本不会接到下一段")
def test_texts_stand_alone(submission, rng):
    logits, tokens = rng.normal(size=(4, 3, 5)), rng.integers(0, 5, size=(4, 3))
    tokens[:, 0] = np.arange(4)
    assert_both(submission, logits, tokens)
    means = [by_definition(logits[b : b + 1], tokens[b : b + 1])[0] for b in range(4)]
    assert_close(submission.causal_lm_loss(logits, tokens), np.mean(means), what="loss")


@case("A mask that is True everywhere is no mask", zh="处处为 True 的掩码等于没有掩码")
def test_full_mask(submission, rng):
    logits, tokens, mask = padded(rng, [4, 2, 3], 4, 5)
    for given in (mask, None, np.ones((3, 4), dtype=bool), None):
        assert_both(submission, logits, tokens, given)


@case("As many texts as positions and tokens", zh="文本数、位置数与词表大小都相等")
def test_square(submission, rng):
    for left in (False, True):
        assert_both(submission, *padded(rng, [4, 1, 2, 3], 4, 4, left=left))


@case("A vocabulary of hundreds", zh="数百个词的词表")
def test_many_tokens(submission, rng):
    logits, tokens, mask = padded(rng, [6, 3, 5], 6, 300)
    tokens[0, 1:4] = [299, 256, 127]
    assert_both(submission, logits, tokens, mask)


@case("A vocabulary of one", zh="只有一个词的词表")
def test_one_token(submission, rng):
    logits = rng.normal(size=(2, 4, 1)) * 100
    assert_close(submission.causal_lm_loss(logits, np.zeros((2, 4), dtype=np.int64)), 0.0, what="loss")


@case("Equal logits cost log V", zh="logits 相等时，损失为 log V")
def test_uniform(submission):
    for vocabulary, level in ((2, 1e3), (10, -1e3), (50, 5.0)):
        logits, tokens = np.full((3, 4, vocabulary), level), np.arange(12).reshape(3, 4) % vocabulary
        assert_close(submission.causal_lm_loss(logits, tokens), np.log(vocabulary), what="loss")


@case(
    "Large logits stay finite",
    zh="很大的 logits 结果仍然有限",
    points=2,
    hint="The logarithm of a probability that has become 0 is lost.",
    hint_zh="概率变成 0 之后，它的对数也就丢失了。",
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_large(submission, rng, dtype):
    logits = rng.permuted(np.tile([-1e4, -3e3, 2e3, 9e3], (3, 5, 1)), axis=2) + rng.normal(size=(3, 5, 4))
    tokens = rng.integers(0, 4, size=(3, 5))
    tokens[2, 1], tokens[0, 1], tokens[1, 1] = 0, logits[0, 0].argmin(), logits[1, 0].argmax()
    assert_both(submission, logits.astype(dtype), tokens)


@case("Tokens that are excluded", zh="被排除的 token", points=2, hint="0 times -inf is NaN.", hint_zh="0 乘以 -inf 是 NaN。")
def test_excluded_tokens(submission, rng):
    logits, tokens, mask = padded(rng, [5, 4, 3], 5, 4)
    for b, t in ((0, 0), (0, 2), (1, 1)):
        logits[b, t, (tokens[b, t + 1] + 1) % 4] = -np.inf
    logits[2, 1] = -np.inf
    logits[2, 1, tokens[2, 2]] = 1.5
    assert_both(submission, logits, tokens, mask)


@case(
    "Half precision is computed in float32, and so is the loss",
    zh="半精度输入用 float32 计算，损失也是 float32",
    points=2,
    hint="Before the softmax, not after it.",
    hint_zh="在 softmax 之前转换，而不是之后。",
    hint_for=("answer", "dtype"),
)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half(submission, rng, dtype):
    logits, tokens, mask = row_of(rng, 8, 9, 6), rng.integers(0, 6, size=(8, 9)), np.ones((8, 9), dtype=bool)
    mask[::2, 5:] = False
    expected, gradient = by_definition(logits, tokens, mask)
    found = submission.causal_lm_loss.vjp(tensor(logits, dtype=dtype), tokens, mask, grad=np.array(1.0, dtype="float32"))
    # float32 keeps seven digits of it, half precision three at most.
    assert_close(found.value, np.float32(expected), rtol=1e-5, atol=0.0, what="loss")
    assert_shape(found.value, (), dtype="float32", what="loss")
    # A gradient of half precision is rounded to its eight to eleven bits.
    assert_close(found.args[0], gradient.astype("float32"), rtol=1e-2, atol=1e-5, what="gradient of logits")


@case("float16: a sum beyond its range", zh="float16：和超出其范围")
def test_half_many(submission, rng):
    logits, tokens = np.zeros((1, 160, 4)), rng.integers(0, 3, size=(1, 160))
    logits[..., 3] = 600.0
    found = submission.causal_lm_loss(tensor(logits, dtype="float16"), tokens)
    assert_close(found, np.float32(600.0), what="loss")


@case("float64 is computed in float64", zh="float64 用 float64 计算", hint="Do not narrow what is already wide.", hint_zh="不要把已经足够宽的类型变窄。")
def test_float64(submission, rng):
    logits, tokens, mask = padded(rng, [6, 2, 4], 6, 5)
    expected, gradient = by_definition(logits, tokens, mask)
    found = submission.causal_lm_loss.vjp(logits, tokens, mask, grad=ONE)
    # Some dozens of roundings of numbers below 10; float32 would keep seven digits.
    assert_close(found.value, expected, rtol=1e-12, atol=0.0, what="loss")
    assert_close(found.args[0], gradient, rtol=0.0, atol=1e-13, what="gradient of logits")


@case("The gradient scales with what comes back", zh="梯度随传回的值成比例")
def test_scaled_gradient(submission, rng):
    logits, tokens, mask = padded(rng, [4, 2], 4, 3)
    found = submission.causal_lm_loss.vjp(logits, tokens, mask, grad=np.array(-3.0))
    assert_close(found.args[0], -3.0 * by_definition(logits, tokens, mask)[1], what="gradient of logits")


@case("Arguments may be given by name", zh="参数可以按名称传入")
def test_by_name(submission, rng):
    logits, tokens, mask = padded(rng, [4, 2], 4, 3)
    assert_close(submission.causal_lm_loss(mask=mask, tokens=tokens, logits=logits), by_definition(logits, tokens, mask)[0], what="loss")
