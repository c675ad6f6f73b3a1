"""What an instructor writes today: the submission is imported into the process of the tests."""

import importlib.util
import os

import numpy as np
import pytest


def load(name):
    spec = importlib.util.spec_from_file_location(name, os.environ[name.upper()])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


submission, reference = load("submission"), load("reference")


@pytest.mark.parametrize("scale", [1.0, 10.0, 1e4, -1e4])
@pytest.mark.parametrize("shape", [(3,), (2, 5), (2, 3, 4), (2, 3, 4, 5)])
def test_softmax(shape, scale):
    x = np.random.default_rng(len(shape)).normal(size=shape) * scale
    np.testing.assert_allclose(submission.stable_softmax(x), reference.stable_softmax(x), rtol=1e-7)
