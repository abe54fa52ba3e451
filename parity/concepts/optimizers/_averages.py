"""The averages that Adam and its relatives keep."""

from __future__ import annotations

from parity.describing.concept import Convention, Text

ROOT_LATER = Text(
    "v is the average of g squared; its root is taken later.",
    "v は g の二乗の平均である。平方根は後で取る。",
)
FROM_THE_FIRST_SQUARE = Convention(
    name="average_from_the_first_square",
    text=Text(
        "The average begins at the first squared gradient, where the lecture leaves its start "
        "open: the first step is lr long. In PyTorch and Keras it begins at 0, and the first steps "
        "are up to 1 / sqrt(1 - rho) times longer.",
        "移動平均が最初の勾配の2乗から始まる(講義では初期値は指定されていない)。最初の更新量は "
        "lr になる。PyTorch と Keras では 0 から始まり、最初の更新量は最大で 1 / sqrt(1 - rho) "
        "倍になる。",
    ),
    edits={
        'v = self.remembered("v", name, w)': (
            'v = self.state.setdefault("v", {}).setdefault(name, g**2)'
        )
    },
)
FROM_THE_FIRST_GRADIENT = Convention(
    name="average_from_the_first_gradient",
    text=Text(
        "The velocity is a moving average that begins at the first gradient, as PyTorch's buffer "
        "does with a dampening. Elsewhere it begins at 0, and the first steps are 1 - mu times "
        "as long.",
        "速度が移動平均で、PyTorch で dampening を指定したときの buffer "
        "と同じく最初の勾配から始まる。0 から始める流儀では、最初の更新量は "
        "1 - mu 倍になる。",
    ),
    config={"form": "buffer"},
    edits={
        'b = self.remembered("b", name, w)': (
            'b = self.state.setdefault("b", {}).setdefault(name, g.copy())'
        ),
        "b[...] = self.momentum * b + g": ("b[...] = self.momentum * b + (1 - self.momentum) * g"),
    },
)
