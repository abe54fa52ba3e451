"""The cases of softmax with cross-entropy."""

from __future__ import annotations

from parity.concepts.losses._class_weights import CASES as WEIGHED
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case
from parity.describing.draw import labels, normal, one_hot, probabilities, values

CASES = (
    Case("index", inputs={"x": normal(5, 3), "t": labels(5, classes=3)}, upstream=SCALAR),
    Case("one_hot", inputs={"x": normal(4, 5), "t": one_hot(4, 5)}, upstream=SCALAR),
    Case(
        "index_sum",
        inputs={"x": normal(4, 6), "t": labels(4, classes=6)},
        upstream=SCALAR,
        config={"reduction": "sum"},
    ),
    Case(
        "one_hot_sum",
        inputs={"x": normal(6, 3), "t": one_hot(6, 3)},
        upstream=SCALAR,
        config={"reduction": "sum"},
    ),
    Case(
        "index_none",
        inputs={"x": normal(5, 4), "t": labels(5, classes=4)},
        upstream=normal(5),
        config={"reduction": "none"},
    ),
    Case(
        "one_hot_none",
        inputs={"x": normal(3, 7), "t": one_hot(3, 7)},
        upstream=normal(3),
        config={"reduction": "none"},
    ),
    Case("soft_targets", inputs={"x": normal(3, 5), "t": probabilities(3, 5)}, upstream=SCALAR),
    Case(
        "index_smoothing",
        inputs={"x": normal(3, 4), "t": labels(3, classes=4)},
        upstream=SCALAR,
        config={"label_smoothing": 0.1},
    ),
    Case(
        "one_hot_smoothing",
        inputs={"x": normal(5, 6), "t": one_hot(5, 6)},
        upstream=normal(5),
        config={"label_smoothing": 0.3, "reduction": "none"},
    ),
    Case(
        "sequence",
        inputs={"x": normal(2, 4, 3), "t": labels(2, 4, classes=3)},
        upstream=SCALAR,
    ),
    Case(
        "sequence_one_hot",
        inputs={"x": normal(2, 3, 4), "t": one_hot(2, 3, 4)},
        upstream=SCALAR,
    ),
    Case(
        "sequence_none",
        inputs={"x": normal(3, 2, 5), "t": labels(3, 2, classes=5)},
        upstream=normal(3, 2),
        config={"reduction": "none"},
    ),
    Case(
        "large_logits",
        inputs={
            "x": values([[1e4, -1e4, 0.0], [-1e4, 9999.0, 1e4], [1.0, 2.0, 4.0], [0, -1e4, 1e4]]),
            "t": values([1, 1, 0, 2]),
        },
        upstream=normal(4),
        config={"reduction": "none"},
    ),
    Case(
        "one_example",
        inputs={"x": normal(1, 4), "t": labels(1, classes=4)},
        upstream=SCALAR,
        ours=True,
    ),
    Case(
        "sure",
        inputs={
            "x": values([[0.0, -40.0, -60.0], [-35.0, 25.0, 1.0], [2, 1, 0.5], [0.5, 30, 1]]),
            "t": values([0, 1, 2, 1]),
        },
        upstream=normal(4),
        config={"reduction": "none"},
        by_element=("loss",),
        loses={
            "torch": "it takes the logarithm of a sum near 1",
            "keras": "TensorFlow takes the logarithm of a sum near 1",
        },
    ),
    *WEIGHED,
)
