"""Parts of training at the edges."""

import numpy as np
import pytest

from numpy_impl.augmentation.mix_up import mix_up
from numpy_impl.augmentation.spec_augment import spec_augment
from numpy_impl.training.data_parallel_gradient import data_parallel_gradient
from numpy_impl.training.early_stopping import early_stopping
from numpy_impl.training.federated_averaging import federated_averaging
from numpy_impl.training.gradient_accumulation import gradient_accumulation


@pytest.mark.parametrize(
    ("losses", "patience", "decided"),
    [
        ([3.0], 0, (0, 0)),
        ([3.0, 4.0], 0, (1, 0)),
        ([3.0, 4.0, 5.0], 1, (1, 0)),
        ([3.0, 4.0, 2.0, 5.0], 2, (3, 2)),
        ([3.0, 4.0, 5.0, 2.0], 2, (2, 0)),
        ([3.0, np.nan, 2.0], 2, (2, 2)),
    ],
)
def test_the_table_of_decisions(losses, patience, decided):
    assert early_stopping(losses, patience) == decided


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"losses": []}, "one epoch at least"),
        ({"losses": [[1.0]]}, "losses has shape"),
        ({"patience": -1}, "patience is -1"),
        ({"min_delta": -0.5}, "min_delta is -0.5"),
        ({"mode": "auto"}, "mode is 'auto'"),
    ],
)
def test_what_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        early_stopping(**{"losses": [1.0, 2.0], **change})


X, T, W, B = np.arange(6.0).reshape(3, 2), [0, 1, 0], np.eye(2), np.zeros(2)


def test_parts_of_one_example_have_no_spread_to_normalize():
    dW, db = data_parallel_gradient(X, T, W, B, n_workers=3, normalize="shard")
    assert not dW.any()  # each x is its own mean
    assert db.any()


@pytest.mark.parametrize(("call", "said"), [
    (lambda: data_parallel_gradient(X, T, W, B, n_workers=4), "n_workers is 4"),
    (lambda: data_parallel_gradient(X, T, W, B, average="sum"), "average is 'sum'"),
    (lambda: data_parallel_gradient(X, T, W, B, normalize="layer"), "normalize is 'layer'"),
    (lambda: gradient_accumulation(W, X, n_accumulated=1), r"g has shape \(3, 2\)"),
    (lambda: gradient_accumulation(B, X, n_accumulated=0), "n_accumulated is 0"),
    (lambda: federated_averaging(W, [0, 0]), "one client at least"),
    (lambda: federated_averaging(W, [2, -1]), "n must not be negative"),
    (lambda: federated_averaging(2.0, [1]), r"W has shape \(\)"),
    (lambda: mix_up(X, np.eye(3), [0, 1, 3], [0.5] * 3), "partner must hold"),
    (lambda: mix_up(X, np.eye(3), [0, 1, 2], [0.5, 1.5, 0]), "mix must be"),
    (lambda: spec_augment(X, [[1, 3]], [[0, 1]]), "bands must lie between 0 and 3"),
    (lambda: spec_augment(X, [[0, 1]], [[-1, 1]]), "spans must lie between 0 and 2"),
    (lambda: spec_augment(X[0], [[0, 1]], [[0, 1]]), r"x has shape \(2,\)"),
])  # fmt: skip
def test_what_the_parts_of_training_refuse(call, said):
    with pytest.raises(ValueError, match=said):
        call()
