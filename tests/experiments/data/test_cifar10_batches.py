"""CIFAR-10's binary batches: whole, in part, and damaged."""

import gzip

import numpy as np
import pytest
from data_files import (
    message,
    records,
    write_cifar10,
)

from parity.experiments.data.load import load
from parity.experiments.data.readers import cifar10
from parity.experiments.data.readers.files import md5


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("below", [False, True])
def test_binary_batches_are_read_in_their_order(tmp_path, compress, below):
    folder = tmp_path / "cifar-10-batches-bin" if below else tmp_path
    write_cifar10(folder, batches=(1, 3), compress=compress)
    data = load("cifar10", tmp_path)
    both = np.concatenate([records(10, 0), records(10, 1)])
    assert data.image_shape == (3, 32, 32)
    np.testing.assert_array_equal(data.t_train, both[:, 0])
    np.testing.assert_array_equal(data.x_train.reshape(20, 3072), both[:, 1:])
    np.testing.assert_array_equal(data.x_test[4, 2, 31], records(10, 2)[4, -32:])  # blue, last row
    part, other = data.notes
    assert "20 of 50,000 training images and 10 of 10,000 test images" in part.en
    assert "data_batch_1.bin, data_batch_3.bin, test_batch.bin have other checksums" in other.en


def test_whole_published_batches_have_no_note(tmp_path, monkeypatch):
    write_cifar10(tmp_path)
    sums = {path.name: md5(path.read_bytes()) for path in tmp_path.iterdir()}
    assert cifar10.BINARY["data_batch_1.bin"] in message("cifar10", tmp_path, verify=True)
    monkeypatch.setattr(cifar10, "BINARY", sums)
    monkeypatch.setattr(cifar10, "WHOLE", (20, 10))
    assert load("cifar10", tmp_path, verify=True).notes == ()


def test_damaged_binary_batches_are_found(tmp_path):
    write_cifar10(tmp_path)
    batch = tmp_path / "data_batch_2.bin"
    batch.write_bytes(batch.read_bytes()[:-5])
    told = message("cifar10", tmp_path)
    assert "not a number of whole records" in told
    assert "9 records of 3,073 bytes and 3,068 bytes more" in told
    batch.write_bytes(b"")
    assert "0 records" in message("cifar10", tmp_path)
    table = records(10, 5)
    table[6, 0] = 200
    batch.write_bytes(table.tobytes())
    assert "the first is 200 (example 6)" in message("cifar10", tmp_path)
    batch.write_bytes(gzip.compress(records(10, 5).tobytes())[:-8])
    assert "cut short" in message("cifar10", tmp_path)


def test_missing_batches_are_named(tmp_path):
    assert "test_batch.bin and any of data_batch_1.bin" in message("cifar10", tmp_path)
    write_cifar10(tmp_path, batches=())
    assert "data_batch_1.bin (or another training batch) is missing" in message("cifar10", tmp_path)
    write_cifar10(tmp_path, batches=(4,))
    (tmp_path / "test_batch.bin").unlink()
    assert "test_batch.bin is missing. There is data_batch_4.bin" in message("cifar10", tmp_path)
