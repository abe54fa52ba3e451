"""What questions say that a framework prints or sees is what it prints and sees."""

import contextlib
import io
import json
from pathlib import Path

import numpy as np
import pytest
from later import Later

from parity.questions.sets.reading import runs, set_questions

torch, nn, F = Later("torch"), Later("torch.nn"), Later("torch.nn.functional")
QUESTIONS = {q.name: q for q in set_questions()}


def key(name):
    question = QUESTIONS[name]
    return question.choices[question.right].en


@pytest.fixture(scope="module")
def keras(run_in):
    done = run_in("keras", Path(__file__).parents[1] / "support" / "keras_questions.py")
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def printed(code):
    torch.manual_seed(0)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {"torch": torch, "nn": nn, "F": F, "np": np})
    return ", ".join(out.getvalue().strip().splitlines())


@pytest.mark.parametrize("name", runs("torch"))
def test_pytorch_prints_the_key(name):
    assert printed(runs("torch")[name]) == key(name)


def test_keras_prints_the_key(keras):
    assert keras["printed"] == {name: key(name) for name in runs("keras")}
    assert len(keras["printed"]) >= 10


@pytest.mark.parametrize("name", ["training-step", "dense-layer", "masked-attention"])
def test_only_the_key_fills_the_blanks_in_keras(keras, name):
    assert keras["fills"][f"keras-{name}"] == []


def test_view_and_transpose_do_what_the_key_says():
    code = QUESTIONS["view-and-transpose"].passage.code
    out, names = io.StringIO(), {"torch": torch}
    with contextlib.redirect_stdout(out), pytest.raises(RuntimeError, match="view"):
        exec(code, names)
    one, two = out.getvalue().strip().splitlines()
    assert key("view-and-transpose") == f"(1) {one} (2) {two} (3) RuntimeError"


def test_masks_have_the_sides_that_the_key_says(keras):
    seen = torch.tensor([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=torch.bool)
    x = torch.randn(1, 3, 8)
    changed = x.clone()
    changed[0, 2] += 5
    heads = nn.MultiheadAttention(8, 2, batch_first=True)

    def sees(attend):
        moved = (attend(changed) - attend(x)).abs().amax(dim=2)[0] > 1e-6
        sides = {str(seen[:, 2].tolist()): "M", str((~seen[:, 2]).tolist()): "~M"}
        return sides[str(moved.tolist())]

    one = sees(lambda k: F.scaled_dot_product_attention(x, k, k, seen))
    two = sees(lambda k: heads(x, k, k, attn_mask=seen)[0])
    assert key("sides-of-attention-masks") == f"(1) {one} (2) {two} (3) {keras['mask']}"
