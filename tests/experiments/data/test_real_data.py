"""The published MNIST and CIFAR-10, where they are at hand."""

import os

import numpy as np
import pytest

from parity.experiments.data.load import load

REAL = os.environ.get("PARITY_DATA")


@pytest.mark.skipif(not REAL, reason="PARITY_DATA does not name a folder with MNIST and CIFAR-10")
def test_the_real_data():
    data = load("mnist", REAL, verify=True)
    assert data.notes == ()
    assert (data.x_train.shape, data.x_test.shape) == ((60000, 1, 28, 28), (10000, 1, 28, 28))
    assert data.t_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    # The answers of a network that has collapsed to one class: its share of the test images.
    shares = [np.mean(data.t_test == digit) for digit in (1, 7, 0)]
    np.testing.assert_allclose(shares, [0.1135, 0.1028, 0.0980], atol=1e-12)
    assert data.digest == "eb4d03c7a2b19697c873b66b94ace23a"
    colour = load("cifar10", REAL)
    assert colour.image_shape == (3, 32, 32)
    assert np.bincount(colour.t_test).tolist() == [colour.count("test") // 10] * 10
    # In photographs the pixel below is alike; read channels last, it would be three rows away.
    x = colour.images("test")
    wrong = x.reshape(-1, 32, 32, 3).transpose(0, 3, 1, 2)
    right, misread = (np.abs(np.diff(images, axis=2)).mean() for images in (x, wrong))
    assert right < 0.75 * misread
