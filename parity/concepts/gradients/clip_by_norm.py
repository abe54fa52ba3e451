"""Gradient clipping by norm."""

from __future__ import annotations

from parity.concepts.gradients._clipping import (
    A_LENGTH,
    EPSILON_RECONCILED,
    EPSILON_SUMMARY,
    PASCANU,
    SCALED_UP,
)
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _as_a_list_of_one(of: Implementations, a: Arrays) -> Arrays:
    (y,) = of("clip_by_global_norm")([a["g"]], max_norm=1.25, epsilon=0.125)
    return {"y": y}


clip_by_norm = Concept(
    kind="function",
    order=4,
    syllabus=("3-5-1",),
    needs=(),
    title=Text("Gradient clipping by norm", "勾配クリッピング(ノルムによる)"),
    summary=Text(
        "Scales a gradient that is longer than max_norm down to that length; its direction stays. "
        "The exam's gradient_clipping(grad, threshold), with rate = threshold / norm.",
        "max_norm より長い勾配を、向きを保ったままその長さに縮める。"
        "試験に出る gradient_clipping(grad, threshold)(rate = threshold / norm)と同じものである。",
    ),
    why=Text(
        "A single step with an exploding gradient can undo what many steps have learned. Its "
        "direction is still the one in which the loss falls; so the gradient is scaled down "
        "until its norm is the largest that is allowed. A shorter one is left as it is.",
        "勾配が爆発すると、たった1回の更新で、それまでの学習が台無しになりうる。それでも勾配の向"
        "きは損失が下がる向きなので、ノルムが上限になるまで全体を縮める。上限より短い勾配はそのま"
        "ま使う。",
    ),
    equation="y = g min(1, max_norm / (|g| + epsilon))",
    formula=(
        r"y = g \,\min\left(1, \frac{\text{max_norm}}{\left\| g \right\| + \epsilon}\right)",
        r"\left\| g \right\| = \sqrt{\sum_i g_i^2}",
    ),
    shapes={"g": "any", "y": "as g"},
    sources=(PASCANU,),
    cases=(
        Case("too_long", inputs={"g": normal(4, 5)}, config={"max_norm": 0.75}),
        Case("short_enough", inputs={"g": normal(3, 4)}, config={"max_norm": 100.0}),
        Case(
            "epsilon",
            inputs={"g": normal(5, 3)},
            config={"max_norm": 1.0, "epsilon": 0.125},
        ),
        Case(
            "zero_gradient",
            inputs={"g": values([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])},
            config={"max_norm": 0.5},
            zero={"y": "nothing to scale, and no division by a norm of 0"},
        ),
        Case(
            "at_the_threshold",
            inputs={"g": values([3.0, 0.0, -4.0])},
            config={"max_norm": 5.0},
            kink=True,
        ),
        # The norm is 5: just below the threshold, and just above it.
        Case(
            "almost_too_long",
            inputs={"g": values([[1.0, -2.0, 0.0], [4.0, 0.0, -2.0]])},
            config={"max_norm": 6.5},
        ),
        Case(
            "a_little_too_long",
            inputs={"g": values([[2.0, -1.0, 4.0], [0.0, 2.0, 0.0]])},
            config={"max_norm": 4.5},
        ),
    ),
    divergences=(
        Divergence(
            name="epsilon",
            ja="分母の epsilon",
            summary=EPSILON_SUMMARY,
            reconciled=EPSILON_RECONCILED,
            source="torch/nn/utils/clip_grad.py: max_norm / (total_norm + 1e-6); tf.clip_by_norm",
            case="too_long",
            native={"torch": {"epsilon": 1e-6}, "keras": {}},
            quantity="y",
        ),
    ),
    also_called=("clip_grad_norm",),
    identities=(
        Identity(
            sibling="clip_by_global_norm",
            text=Text(
                "It is clipping by the global norm of a list of one gradient.",
                "勾配が1つだけのリストに対する、全体のノルムによるクリッピングと同じである。",
            ),
            case=Case(
                "list_of_one",
                inputs={"g": normal(4, 5)},
                config={"max_norm": 1.25, "epsilon": 0.125},
            ),
            left=evaluated("clip_by_norm"),
            right=_as_a_list_of_one,
        ),
    ),
    mistakes=(
        Mistake(
            name="short_ones_scaled_up",
            ja="短いベクトルを伸ばす",
            line="rate = max_norm / max(norm + epsilon, max_norm)",
            wrong="rate = max_norm / (norm + epsilon)",
            why=SCALED_UP,
        ),
        Mistake(
            name="norm_without_the_root",
            ja="ノルムの平方根を忘れる",
            line="norm = math.sqrt(float(np.sum(g * g)))",
            wrong="norm = float(np.sum(g * g))",
            why=A_LENGTH,
        ),
        Mistake(
            name="root_mean_square",
            ja="ノルムの代わりに二乗平均平方根を使う",
            line="norm = math.sqrt(float(np.sum(g * g)))",
            wrong="norm = math.sqrt(float(np.mean(g * g)))",
            why=Text(
                "That is the size of a typical element, not the length of the vector: gradients "
                "may then be sqrt(n) times longer than max_norm.",
                "これは要素の平均的な大きさであって、ベクトルの長さではない。"
                "max_norm の sqrt(n) 倍の勾配まで通してしまう。",
            ),
        ),
        Mistake(
            name="rate_upside_down",
            ja="比が逆さま",
            line="return rate * g",
            wrong="return g / rate",
            why=Text(
                "The rate is threshold / norm, less than 1 for a long gradient; dividing by it "
                "makes the gradient longer still.",
                "rate = threshold / norm は、長い勾配では 1 より小さい。"
                "これで割ると、勾配はさらに長くなる。",
            ),
        ),
    ),
)
