"""Which exercise a submission answers; each refusal is read."""

from __future__ import annotations

import pytest

from grader.submission.naming import exercise_of
from grader.submission.refused import Refused
from grader.submission.submission import Submission

SLUGS = ("attention", "batchnorm", "conv2d", "gelu", "self_attention", "stable_softmax")


def submission(name: str, marker: str | None = None) -> Submission:
    """A submission with this name and marker."""
    return Submission(name, b"x", "", marker)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("gelu.py", "gelu"),
        ("week1/gelu.py", "gelu"),
        ("my_stable_softmax.py", "stable_softmax"),
        ("stable_softmax_v2.py", "stable_softmax"),
        ("stable_softmax (1).py", "stable_softmax"),
        ("stable_softmax2.py", "stable_softmax"),
        ("Stable-Softmax.py", "stable_softmax"),
        ("my_self_attention.py", "self_attention"),
    ],
)
def test_exercise_from_the_file_name(name: str, slug: str) -> None:
    """The stem, or the one slug that stands in it; of "attention" within "self_attention" the longer."""
    assert exercise_of(submission(name), SLUGS) == slug


def test_marker_goes_before_the_name() -> None:
    """What is written inside the file outranks what it is called."""
    assert exercise_of(submission("gelu.py", "conv2d"), SLUGS) == "conv2d"


@pytest.mark.parametrize(
    ("name", "marker", "sentence"),
    [
        ("a.py", "gelus", '"a.py" says `# dlgrade: gelus`, and there is no such exercise.\nDid you mean gelu?'),
        ("a.py", "zzzzz", "there is no such exercise.\n`dlgrade list` shows the exercises."),
        ("conv2d_and_gelu.py", None, '"conv2d_and_gelu.py" names several exercises: conv2d, gelu.\nWrite `# dlgrade'),
        ("batch_norm.py", None, 'Nothing says which exercise "batch_norm.py" answers.\nDid you mean batchnorm? Write'),
        ("zzzzzzzz.py", None, 'Nothing says which exercise "zzzzzzzz.py" answers.\nWrite `# dlgrade: EXERCISE`'),
        ("regelung.py", None, "Nothing says which exercise"),
    ],
)
def test_no_exercise(name: str, marker: str | None, sentence: str) -> None:
    """Near slugs are suggested, and the two ways to name an exercise are told."""
    with pytest.raises(Refused) as caught:
        exercise_of(submission(name, marker), SLUGS)
    assert sentence in str(caught.value)
