"""The data sets that come along: the digits and the irises."""

import subprocess
import sys

import numpy as np
from data_files import message

from parity.describing.datasets import digits
from parity.experiments.data.load import load


def test_the_digits_are_divided_once_and_for_all():
    data = load("digits")
    assert data.x_train.shape == (1437, 1, 8, 8)
    assert data.x_test.shape == (360, 1, 8, 8)
    assert (data.image_shape, data.n_features, data.n_classes) == ((1, 8, 8), 64, 10)
    assert data.digest == "a09e31ccc289d14ec0c500220d6b1b90"
    x, t = digits()
    both = np.concatenate([data.flat("train"), data.flat("test")])
    labels = np.concatenate([data.t_train, data.t_test])
    whole = sorted((*row, label) for row, label in zip(x.tolist(), t.tolist(), strict=True))
    assert sorted((*r, n) for r, n in zip(both.tolist(), labels.tolist(), strict=True)) == whole
    assert set(data.t_test) == set(range(10))


def test_the_irises_are_standardized_by_what_is_trained_on():
    from sklearn.datasets import load_iris

    data = load("iris")
    assert data.x_train.shape == (120, 4)
    assert data.x_test.shape == (30, 4)
    assert data.n_classes == 3
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(data.x_train.std(axis=0), 1, rtol=1e-14)
    assert abs(data.x_test.mean(axis=0)).max() > 0.01
    theirs = load_iris()
    # Every flower keeps its label: undo the scaling by a line fitted through sorted values.
    both = np.concatenate([data.x_train, data.x_test])
    for k in range(4):
        slope, start = np.polyfit(np.sort(both[:, k]), np.sort(theirs.data[:, k]), 1)
        both[:, k] = np.round(both[:, k] * slope + start, 1)
    labels = np.concatenate([data.t_train, data.t_test])
    ours = sorted(zip(both.tolist(), labels.tolist(), strict=True))
    assert ours == sorted(zip(theirs.data.tolist(), theirs.target.tolist(), strict=True))


def test_embedded_data_take_no_folder_and_unknown_names_show_the_nearest(tmp_path):
    assert "--data mnist" in message("digits", tmp_path)
    assert "Did you mean mnist?" in message("minst", None)
    assert "digits, mnist, cifar10, iris" in message("imagenet", None)


def test_reading_data_imports_no_framework():
    code = (
        "import sys; from parity.experiments.data.load import load; load('digits'); load('iris');"
        "print(*[m for m in ('sklearn', 'torch', 'keras', 'tensorflow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
