"""
exercise = "scaled_dot_product_attention"
framework = "torch"
verdict = "RV"
points_at_most = 0
wall_s = 15
forbid = ["attention", "softmax"]
exploits = "Has map call methodcaller on letters that were joined, so that no call of it has a name."
stops = "What looks up attributes by strings may only be called, and not handed on."
"""

import operator

(normalised,) = map(operator.methodcaller, ["".join(["soft", "max"])], [-1])


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.mT / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    finite = scores.clamp(min=torch.finfo(scores.dtype).min)
    return normalised(finite) * (scores > -math.inf) @ v
