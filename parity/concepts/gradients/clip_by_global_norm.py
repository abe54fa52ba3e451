"""Gradient clipping by global norm."""

from __future__ import annotations

import numpy as np

from parity.concepts.gradients._clipping import (
    EPSILON_RECONCILED,
    EPSILON_SUMMARY,
    PASCANU,
    SCALED_UP,
)
from parity.describing.concept import Case, Concept, Convention, Divergence, Mistake, Text
from parity.describing.draw import normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

_TWO = {"as_list": True, "outputs": ("dW", "db")}


def _all_at_once(of: Implementations, a: Arrays) -> Arrays:
    dW, db = of("clip_by_global_norm")([a["gW"], a["gb"]], max_norm=1.25)
    return {"dW": dW, "db": db}


def _laid_end_to_end(of: Implementations, a: Arrays) -> Arrays:
    """Return the two parts of one long vector that is clipped by its norm."""
    y = of("clip_by_norm")(np.concatenate([a["gW"].ravel(), a["gb"]]), max_norm=1.25)
    n = a["gW"].size
    return {"dW": y[:n].reshape(a["gW"].shape), "db": y[n:]}


clip_by_global_norm = Concept(
    kind="function",
    order=5,
    syllabus=("course",),
    needs=("clip_by_norm",),
    title=Text("Gradient clipping by global norm", "勾配クリッピング(全体のノルムによる)"),
    summary=Text(
        "Scales the gradients of all parameters by one factor, so that together they are no longer "
        "than max_norm: the direction of the whole step stays.",
        "全パラメータの勾配に同じ係数を掛け、全体のノルムを max_norm 以下にする。"
        "更新全体の向きは変わらない。",
    ),
    why=Text(
        "An exploding gradient is to be shortened without turning it. Where each parameter's "
        "gradient is clipped by itself, a long one is shortened and a short one is not, and the "
        "step as a whole turns. So the norm is taken of all gradients together, as of one long "
        "vector, and one factor multiplies them all. That is how recurrent networks are usually "
        "trained.",
        "爆発した勾配は、向きを変えずに縮めたい。パラメータごとに制限すると、長い勾配だけが縮み、"
        "更新全体の向きが変わってしまう。そこで、すべての勾配を1本の長いベクトルとみなしてノルム"
        "を求め、全体に同じ係数を掛ける。再帰型ネットワークの学習では、ふつうこの方法を使う。",
    ),
    equation="y_k = g_k min(1, max_norm / (sqrt(sum_k |g_k|^2) + epsilon))",
    formula=(
        r"y_k = g_k \,\min\left(1, \frac{\text{max_norm}}{\text{norm} + \epsilon}\right)",
        r"\text{norm} = \sqrt{\sum_k \left\| g_k \right\|^2}",
    ),
    shapes={"g_k": "any", "y_k": "as g_k"},
    sources=(PASCANU,),
    cases=(
        Case(
            "too_long",
            inputs={"gW": normal(4, 5), "gb": normal(3)},
            config={"max_norm": 0.75},
            options=_TWO,
        ),
        Case(
            "short_enough",
            inputs={"gW": normal(4, 3), "gb": normal(5)},
            config={"max_norm": 100.0},
            options=_TWO,
        ),
        Case(
            # |gW| and |gb| are below 6 each, about 4 and 5; together they are above it.
            "only_together_too_long",
            inputs={"gW": uniform(2, 4, low=1.25, high=1.5), "gb": uniform(6, low=-2.25, high=-2)},
            config={"max_norm": 6.0},
            options=_TWO,
        ),
        Case(
            "epsilon",
            inputs={"gW": normal(2, 5), "gb": normal(4)},
            config={"max_norm": 1.0, "epsilon": 0.125},
            options=_TWO,
        ),
        Case(
            "zero_gradient",
            inputs={"gW": values([[0.0, 0.0]]), "gb": values([0.0, 0.0, 0.0])},
            config={"max_norm": 0.5},
            zero={
                "dW": "nothing to scale, and no division by a norm of 0",
                "db": "nothing to scale, and no division by a norm of 0",
            },
            options=_TWO,
        ),
        Case(
            "at_the_threshold",
            inputs={"gW": values([[3.0, -4.0]]), "gb": values([0.0, 12.0, 0.0])},
            config={"max_norm": 13.0},
            kink=True,
            options=_TWO,
        ),
        Case(  # The norm is 13.
            "almost_too_long",
            inputs={"gW": values([[0.0, -12.0]]), "gb": values([3.0, 0.0, 4.0])},
            config={"max_norm": 15.0},
            options=_TWO,
        ),
    ),
    divergences=(
        Divergence(
            name="epsilon",
            ja="分母の epsilon",
            summary=EPSILON_SUMMARY,
            reconciled=EPSILON_RECONCILED,
            source="torch/nn/utils/clip_grad.py: max_norm / (total_norm + 1e-6); "
            "tf.clip_by_global_norm: clip_norm / max(global_norm, clip_norm)",
            case="too_long",
            native={"torch": {"epsilon": 1e-6}, "keras": {}},
            quantity="dW",
        ),
    ),
    conventions=(
        Convention(
            "threshold_before_epsilon",
            Text(
                "The norm itself is compared with max_norm, and epsilon is added where it is "
                "divided by only. PyTorch clips from max_norm - epsilon on.",
                "ノルムそのものを max_norm と比べ、epsilon は割るときにだけ足している。PyTorch は "
                "max_norm - epsilon を超えると縮める。",
            ),
            edits={
                "rate = max_norm / max(norm + epsilon, max_norm)": "rate = max_norm / (norm + "
                "epsilon) if norm > max_norm else 1.0",
            },
        ),
    ),
    also_called=(
        "clip_grads",
        "clip_global_norm",
    ),
    identities=(
        Identity(
            sibling="clip_by_norm",
            text=Text(
                "It is clipping by norm of one vector: all gradients laid end to end.",
                "すべての勾配をつないだ1本のベクトルに対する、"
                "ノルムによるクリッピングと同じである。",
            ),
            case=Case("laid_end_to_end", inputs={"gW": normal(4, 5), "gb": normal(3)}),
            left=_all_at_once,
            right=_laid_end_to_end,
        ),
    ),
    mistakes=(
        Mistake(
            name="each_by_its_own_norm",
            ja="各配列を自分のノルムで縮める",
            line="return [rate * g for g in gradients]",
            wrong="return [clip_by_norm(g, max_norm, epsilon) for g in gradients]",
            why=Text(
                "Clipped one by one (Keras' clipnorm) the gradients get different factors, and "
                "the whole step another direction. The global norm is Keras' global_clipnorm.",
                "1つずつ切り詰めると(Keras の clipnorm)係数がばらばらになり、"
                "更新全体の向きが変わる。全体のノルムによるのは Keras の global_clipnorm である。",
            ),
        ),
        Mistake(
            name="norms_added",
            ja="ノルムどうしを足す",
            line="norm = math.sqrt(sum(float(np.sum(g * g)) for g in gradients))",
            wrong="norm = sum(math.sqrt(float(np.sum(g * g))) for g in gradients)",
            why=Text(
                "Lengths at right angles do not add up; their squares do (Pythagoras).",
                "直交する長さはそのまま足せない。足せるのは2乗である(三平方の定理)。",
            ),
        ),
        Mistake(
            name="first_only",
            ja="最初の配列しか使わない",
            line="norm = math.sqrt(sum(float(np.sum(g * g)) for g in gradients))",
            wrong="norm = math.sqrt(float(np.sum(gradients[0] * gradients[0])))",
            why=Text(
                "The norm is that of all the gradients laid end to end.",
                "ノルムは、すべての勾配を1本につないだベクトルについて求める。",
            ),
        ),
        Mistake(
            name="short_ones_scaled_up",
            ja="短いベクトルを伸ばす",
            line="rate = max_norm / max(norm + epsilon, max_norm)",
            wrong="rate = max_norm / (norm + epsilon)",
            why=SCALED_UP,
        ),
    ),
)
