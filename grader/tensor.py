"""A tensor that a test, or an input of a learner's, gives to a submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Tensor:
    """An array on its way to the far side with a dtype of its own (bfloat16 too) or with requires_grad."""

    data: np.ndarray[Any, Any]
    dtype: str
    requires_grad: bool
