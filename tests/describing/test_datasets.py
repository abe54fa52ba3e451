"""The embedded digits."""

import numpy as np
import pytest

from parity.describing import datasets


def test_the_digits_are_scikit_learns():
    from sklearn.datasets import load_digits

    x, t = datasets.digits()
    theirs = load_digits()
    np.testing.assert_array_equal(x, theirs.data / 16)
    np.testing.assert_array_equal(t, theirs.target)


def test_batches_repeat_no_image_within_a_pass_and_follow_the_seed():
    x, t = datasets.digit_batches(steps=50, batch=32, seed=1)
    assert x.shape == (50, 32, 64)
    assert t.shape == (50, 32)
    same = datasets.digit_batches(steps=50, batch=32, seed=1)
    np.testing.assert_array_equal(x, same[0])
    assert not np.array_equal(x, datasets.digit_batches(steps=50, batch=32, seed=2)[0])
    rows, images = x.reshape(1600, 64), datasets.digits()[0]
    known = {row.tobytes() for row in images}
    assert len({row.tobytes() for row in rows}) > 0.99 * len(rows) * len(known) / len(images)


def test_missing_digits_say_what_to_install(monkeypatch):
    datasets.digits.cache_clear()
    monkeypatch.setattr(datasets.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(datasets.DataError, match="pip install scikit-learn"):
        datasets.digits()


def test_damaged_digits_are_named(monkeypatch, tmp_path):
    datasets.digits.cache_clear()

    class Spec:
        submodule_search_locations = [str(tmp_path)]

    folder = tmp_path / "datasets" / "data"
    folder.mkdir(parents=True)
    (folder / "digits.csv.gz").write_bytes(b"not gzip at all")
    monkeypatch.setattr(datasets.importlib.util, "find_spec", lambda name: Spec)
    with pytest.raises(datasets.DataError, match=r"digits\.csv\.gz"):
        datasets.digits()
