"""What is handed out of data that were read: batches, parts, copies, the digest."""

import pickle

import numpy as np
import pytest
from data_files import IMAGES, LABELS, TEST_LABELS, write_mnist

from parity.experiments.data.load import load


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_batches_are_scaled_and_new(tmp_path, dtype):
    data = load("mnist", write_mnist(tmp_path))
    chosen = np.array([3, 39, 3])
    expected = (IMAGES["train"][chosen, None] / 255).astype(dtype)
    for kept in (False, True):
        if kept:
            assert not data.scaled("train", dtype).flags.writeable
        for indices in (chosen, [3, 39, 3]):
            batch = data.images("train", indices, dtype)
            assert batch.dtype == dtype
            np.testing.assert_array_equal(batch, expected)
        flat = data.flat("train", slice(5, 9), dtype)
        np.testing.assert_array_equal(
            flat, (IMAGES["train"][5:9] / 255).reshape(4, 784).astype(dtype)
        )
        sevens = data.images("train", LABELS["train"] == 7, dtype)
        np.testing.assert_array_equal(sevens, (IMAGES["train"][7::10, None] / 255).astype(dtype))
        whole = data.images("train", dtype=dtype)
        whole[:] = 0  # the caller's own
        assert data.images("train", dtype=dtype).any()
    np.testing.assert_array_equal(data.targets("train", chosen), [3, 9, 3])
    assert data.targets("test").dtype == np.int64
    assert (data.count("train"), data.count("test")) == (40, 20)
    with pytest.raises(IndexError):
        data.images("train", [40])
    with pytest.raises(ValueError, match="'train' and 'test'"):
        data.images("validation")


def test_embedded_batches_are_new_as_well():
    data = load("digits")
    for indices in (None, slice(0, 3), [0, 1, 2]):
        data.images("train", indices)[:] = -1
    assert data.x_train.min() == 0
    assert data.images("test", [1], "float32").dtype == np.float32


def test_what_was_read_cannot_be_changed(tmp_path):
    for data in (load("digits"), load("mnist", write_mnist(tmp_path))):
        for array in (data.x_train, data.t_train, data.x_test, data.t_test):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0


def test_the_first_examples_are_the_first_of_the_file(tmp_path):
    data = load("mnist", write_mnist(tmp_path))
    few = data.first(train=7)
    assert few.x_train.shape == (7, 1, 28, 28)
    assert few.count("test") == 20
    np.testing.assert_array_equal(few.x_train[:, 0], IMAGES["train"][:7])
    assert few.digest != data.digest
    assert data.first().digest == data.digest


def test_another_process_gets_the_same_data_and_not_what_was_kept(tmp_path):
    data = load("mnist", write_mnist(tmp_path))
    data.scaled("train")
    sent = pickle.dumps(data)
    assert len(sent) < 2 * (data.x_train.nbytes + data.x_test.nbytes)
    there = pickle.loads(sent)
    assert there.digest == data.digest
    np.testing.assert_array_equal(there.images("test"), data.images("test"))
    assert load("mnist", there.folder).digest == data.digest


def test_the_digest_is_the_contents(tmp_path):
    data = load("mnist", write_mnist(tmp_path / "a"))
    assert load("mnist", write_mnist(tmp_path / "b", compress=True)).digest == data.digest
    changed = bytearray((tmp_path / "a" / TEST_LABELS).read_bytes())
    changed[-1] = 0
    (tmp_path / "a" / TEST_LABELS).write_bytes(changed)
    assert load("mnist", tmp_path / "a").digest != data.digest
