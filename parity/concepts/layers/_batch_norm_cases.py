"""The cases of batch normalization."""

from __future__ import annotations

from parity.describing.concept import Case
from parity.describing.draw import Draw, normal, uniform

_CONSTANT = "batch normalization takes the mean off, so one number a channel becomes 0"


def scale_and_shift(n: int) -> dict[str, Draw]:
    """Return draws of gamma and beta."""
    return {"gamma": uniform(n, low=0.5, high=2.0), "beta": normal(n)}


def statistics(n: int) -> dict[str, Draw]:
    """Return draws of the running statistics."""
    return {"running_mean": normal(n), "running_var": uniform(n, low=0.5, high=2.0)}


CASES = (
    Case(
        "training",
        inputs={"x": normal(7, 4)},
        params=scale_and_shift(4),
        buffers=statistics(4),
        config={"n_channels": 4},
        training=True,
    ),
    Case(
        "inference",
        inputs={"x": normal(5, 3)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3, "epsilon": 0.01},
        training=False,
    ),
    Case(
        "images",
        inputs={"x": normal(2, 3, 4, 5)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3, "epsilon": 0.001},
        training=True,
        images=("x", "y", "dx"),
    ),
    Case(
        "images_inference",
        inputs={"x": normal(2, 3, 5, 4)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3},
        training=False,
        images=("x", "y", "dx"),
    ),
    Case(
        "sequences",
        inputs={"x": normal(3, 4, 5)},
        params=scale_and_shift(4),
        buffers=statistics(4),
        config={"n_channels": 4, "momentum": 0.75, "running_variance": "unbiased"},
        training=True,
        images=("x", "y", "dx"),
    ),
    Case(
        "sequences_inference",
        inputs={"x": normal(2, 3, 4)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3},
        training=False,
        images=("x", "y", "dx"),
    ),
    Case(
        "volumes",
        inputs={"x": normal(2, 3, 5, 1, 4)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3, "epsilon": 0.01},
        training=True,
        images=("x", "y", "dx"),
    ),
    Case(
        "volumes_inference",
        inputs={"x": normal(3, 2, 1, 4, 5)},
        params=scale_and_shift(2),
        buffers=statistics(2),
        config={"n_channels": 2},
        training=False,
        images=("x", "y", "dx"),
    ),
    Case(
        "no_affine",
        inputs={"x": normal(6, 4)},
        buffers=statistics(4),
        config={"n_channels": 4, "use_gamma": False, "use_beta": False},
        training=True,
    ),
    Case(
        "no_affine_inference",
        inputs={"x": normal(4, 3, 2, 5)},
        buffers=statistics(3),
        config={"n_channels": 3, "use_gamma": False, "use_beta": False},
        training=False,
        images=("x", "y", "dx"),
    ),
    Case(
        "no_gamma",
        inputs={"x": normal(2, 3, 4, 5)},
        params={"beta": normal(3)},
        buffers=statistics(3),
        config={"n_channels": 3, "use_gamma": False},
        training=True,
        images=("x", "y", "dx"),
    ),
    Case(
        "no_beta_inference",
        inputs={"x": normal(5, 4)},
        params={"gamma": uniform(4, low=0.5, high=2.0)},
        buffers=statistics(4),
        config={"n_channels": 4, "use_beta": False, "epsilon": 0.01},
        training=False,
    ),
    Case(
        "untracked",
        inputs={"x": normal(3, 2, 5)},
        params=scale_and_shift(2),
        config={"n_channels": 2, "track_running_stats": False},
        training=True,
        images=("x", "y", "dx"),
    ),
    Case(
        "untracked_inference",
        inputs={"x": normal(2, 3, 5, 4)},
        params=scale_and_shift(3),
        config={"n_channels": 3, "track_running_stats": False},
        training=False,
        images=("x", "y", "dx"),
    ),
    Case(
        "untracked_no_affine",
        inputs={"x": normal(7, 3)},
        config={
            "n_channels": 3,
            "use_gamma": False,
            "use_beta": False,
            "track_running_stats": False,
        },
        training=False,
    ),
    Case(
        "three_batches_biased",
        inputs={"x": normal(5, 3, scale=2.0, shift=1.0)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3, "momentum": 0.75, "running_variance": "biased"},
        training=True,
        repeat=3,
    ),
    Case(
        "three_batches_unbiased",
        inputs={"x": normal(5, 3, scale=2.0, shift=1.0)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3, "momentum": 0.75, "running_variance": "unbiased"},
        training=True,
        repeat=3,
    ),
    Case(
        "three_batches_of_images",
        inputs={"x": normal(3, 2, 4, 5, scale=2.0, shift=-1.0)},
        params=scale_and_shift(2),
        buffers=statistics(2),
        config={"n_channels": 2, "momentum": 0.5, "running_variance": "unbiased"},
        training=True,
        repeat=3,
        images=("x", "y", "dx"),
    ),
    Case(
        "large_mean",
        inputs={"x": normal(8, 3, shift=50.0)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3},
        training=True,
    ),
    Case(
        "batch_of_one",
        inputs={"x": normal(1, 3)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3, "epsilon": 0.01},
        training=True,
        zero={"dx": _CONSTANT, "dgamma": _CONSTANT},
        refused_by={"torch": "Expected more than 1 value per channel"},
    ),
    Case(
        "one_image",
        inputs={"x": normal(1, 2, 3, 4)},
        params=scale_and_shift(2),
        buffers=statistics(2),
        config={"n_channels": 2, "running_variance": "unbiased"},
        training=True,
        images=("x", "y", "dx"),
    ),
    Case(
        "two_numbers_unbiased",
        inputs={"x": normal(2, 3)},
        params=scale_and_shift(3),
        buffers=statistics(3),
        config={"n_channels": 3, "epsilon": 0.5, "running_variance": "unbiased"},
        training=True,
        ours=True,
    ),
)
