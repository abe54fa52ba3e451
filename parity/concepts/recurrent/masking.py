"""Finds the padding of sequences."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, single


def _padded(N: int, T: int, D: int, lengths: tuple[int, ...], value: float = 0.0) -> Draw:
    """Return sequences (N, T, D) with padding behind their lengths."""

    def make(rng: np.random.Generator) -> np.ndarray:
        x = rng.standard_normal((N, T, D))
        within = np.arange(T) < np.array(lengths)[:, None]
        return single(np.where(within[:, :, None], x, value))

    return Draw("padded", (N, T, D), make)


def _in_part(N: int, T: int, D: int) -> Draw:
    """Return sequences in which the padding's value also stands in steps that count."""

    def make(rng: np.random.Generator) -> np.ndarray:
        x = rng.standard_normal((N, T, D))
        x[:, ::2, 0] = 0
        x[:, -1] = 0
        return single(x)

    return Draw("padded", (N, T, D), make)


def _case(name: str, x: Draw, **config: float) -> Case:
    return Case(
        name,
        inputs={"x": x},
        upstream=normal(*x.shape),
        config=config,
        kink=True,  # a number that is moved off the padding's value is padding no more
        exact=("mask",),
        options={"outputs": ("y", "mask")},
    )


Masking = Concept(
    kind="layer",
    name="masking",
    order=11,
    syllabus=("3-5-1",),
    needs=("simple_rnn",),
    title=Text("Masking of padded steps", "パディングのマスク(Masking)"),
    summary=Text(
        "Tells which steps of a padded sequence count: those that do not hold the padding's value "
        "alone.",
        "パディングされた系列のうち、有効な時刻を見分ける。すべての要素がパディングの値である"
        "時刻は無効とする。",
    ),
    why=Text(
        "The sequences of a batch stand in one array, so that the shorter ones are filled up. A "
        "recurrent layer that reads the filling goes on changing its state, and its last state "
        "then depends on how long the longest sequence happened to be. A mask says which steps "
        "count, so that the layers behind it keep their state over the others, and the loss leaves "
        "them out.",
        "バッチの系列は1つの配列に収めるので、短い系列は埋めて長さをそろえる。再帰型の層が"
        "埋めた部分まで読むと状態が変わり続け、最後の状態が、たまたま最も長かった系列の長さに"
        "左右される。有効な時刻をマスクで示せば、後ろの層は無効な時刻で状態を保ち、"
        "損失もそこを除いて計算できる。",
    ),
    equation="mask_t = 1 if any element of x_t is not mask_value, else 0; y_t = mask_t x_t",
    formula=(
        r"m_t = \begin{cases} 1 & \exists j : x_{t,j} \ne v \\ 0 & \forall j : x_{t,j} = v "
        r"\end{cases}",
        r"y_t = m_t x_t, \quad \frac{\partial L}{\partial x_t} = m_t \frac{\partial L}"
        r"{\partial y_t}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A step that counts passes its gradient, padding none",
                "有効な時刻は勾配をそのまま通し、パディングは通さない",
            ),
            text=Text(
                "y_t is x_t times a number that is 0 or 1. The mask itself jumps where an element "
                "comes to equal the padding's value, and is constant elsewhere: it has no "
                "gradient.",
                "y_t は、x_t に 0 か 1 の数を掛けたものである。マスク自体は、要素がパディングの"
                "値と等しくなる所で飛ぶだけで、それ以外では一定なので、勾配を持たない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_t} = m_t \frac{\partial L}{\partial y_t}, \quad "
                r"\frac{\partial m_t}{\partial x_t} = 0"
            ),
            check=Text(
                "The same as the gradients of PyTorch and Keras; finite differences have no "
                "meaning on the jump.",
                "PyTorch と Keras の勾配と一致する。飛ぶ所では数値微分は意味を持たない。",
            ),
        ),
    ),
    shapes={"x": "(N, T, n_in)", "y": "as x", "mask": "(N, T)"},
    sources=("Keras' layer of this name: https://keras.io/api/layers/core_layers/masking/",),
    cases=(
        _case("padded", _padded(3, 5, 4, (5, 2, 3))),
        _case("another_value", _padded(4, 3, 2, (1, 3, 2, 2), -1.0), mask_value=-1.0),
        _case("nothing_padded", normal(2, 4, 3)),
        _case("value_within_a_step", _in_part(3, 5, 2)),
        _case("one_input", _padded(3, 4, 1, (2, 4, 1))),
        _case("one_example", _padded(1, 4, 3, (2,))),
    ),
    defaults=(Default("mask_value", 0.0, keras=("keras.layers.Masking", "mask_value", 0.0)),),
    divergences=(
        Divergence(
            name="padding_is_zeroed",
            ja="パディングを 0 にする",
            summary=Text(
                "Keras' layer sets padded steps to 0 whatever the padding's value is, and so does "
                "ours; PyTorch has no such layer, and its packed sequences leave the padding out "
                "without a value.",
                "Keras の層は、パディングの値が何であっても、無効な時刻を 0 にする。ここでも同じで"
                "ある。PyTorch にこの層はなく、pack した系列からはパディングが取り除かれる。",
            ),
            reconciled=Text(
                "Multiply by the mask.",
                "マスクを掛ける。",
            ),
            source="keras/src/layers/core/masking.py: outputs = inputs * "
            "backend.cast(boolean_mask, dtype=inputs.dtype)",
            case="another_value",
            native={
                "numpy": {},
                "torch": {"callable": "torch_impl.recurrent.masking._LeftAsItIs"},
            },
            quantity="y",
        ),
    ),
    also_called=("padding_mask", "mask_layer"),
    mistakes=(
        Mistake(
            name="one_element_is_enough",
            ja="1 要素だけで判定する",
            line="self.mask = np.any(x != self.mask_value, axis=2)",
            wrong="self.mask = np.all(x != self.mask_value, axis=2)",
            why=Text(
                "A step is padding only where all of its elements have the value; a single 0 may "
                "be an input like any other.",
                "すべての要素がパディングの値である時刻だけが無効である。"
                "1つだけ 0 があっても、それは普通の入力でありうる。",
            ),
        ),
        Mistake(
            name="value_ignored",
            ja="指定した値を無視する",
            line="self.mask = np.any(x != self.mask_value, axis=2)",
            wrong="self.mask = np.any(x != 0, axis=2)",
            why=Text(
                "Padding may be filled with another value than 0.",
                "パディングの値が 0 とは限らない。",
            ),
        ),
        Mistake(
            name="mask_inverted",
            ja="マスクが逆",
            line="self.mask = np.any(x != self.mask_value, axis=2)",
            wrong="self.mask = np.all(x == self.mask_value, axis=2)",
            why=Text(
                "Here, as in Keras, True means that the step counts; for PyTorch's "
                "key_padding_mask True means padding.",
                "ここと Keras では True が有効な時刻を表す。"
                "PyTorch の key_padding_mask では True がパディングを表す。",
            ),
        ),
        Mistake(
            name="gradient_not_masked",
            ja="勾配にマスクを掛けない",
            line="return np.where(self.mask[:, :, None], dy, 0)",
            wrong="return dy",
            why=Text(
                "What was multiplied by 0 gets no gradient.",
                "0 を掛けた所には、勾配は流れない。",
            ),
        ),
    ),
)
