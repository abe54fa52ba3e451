"""Gradient clipping (exam)."""

from __future__ import annotations

from parity.concepts.gradients._clipping import A_LENGTH, PASCANU
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _by_norm(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("clip_by_norm")(a["grad"], max_norm=1.25)}


gradient_clipping = Concept(
    kind="function",
    gives_views=True,
    order=6,
    syllabus=("3-5-1",),
    needs=("clip_by_norm",),
    title=Text("Gradient clipping (exam)", "勾配クリッピング(試験での定義)"),
    summary=Text(
        "The exam's gradient_clipping(grad, threshold): if the gradient is longer than the "
        "threshold, all of it is multiplied by rate = threshold / norm; its direction stays.",
        "試験に出る gradient_clipping(grad, threshold)。"
        "勾配のノルムがしきい値より大きければ、全体に rate = threshold / norm を掛ける。"
        "向きは変わらない。",
    ),
    why=Text(
        "Back through a recurrent network the gradient is multiplied by the same weights at "
        "every step, and over many steps it may explode: one such update throws the weights far "
        "away, and what was learned is lost. A loss surface has such cliffs, and beside them "
        "the direction is still right; only the length is not. So the length is cut to a "
        "threshold, and the direction kept. Against a gradient that vanishes it does nothing.",
        "再帰型ネットワークの逆伝播では、各時刻で同じ重みが掛かるので、ステップ数が多いと勾配が爆"
        "発することがある。そのまま1回更新するだけで重みは遠くへ飛ばされ、それまでの学習が失われ"
        "る。損失の曲面にはこのような崖があるが、そこでも勾配の向きは正しく、長すぎるだけである。"
        "そこで向きを保ったまま、長さをしきい値まで縮める。勾配消失には効果がない。",
    ),
    equation="y = grad min(1, threshold / |grad|)",
    formula=(
        r"y = \text{grad} \,\min\left(1, \frac{\text{threshold}}{\left\| \text{grad} "
        r"\right\|}\right)",
        r"\left\| \text{grad} \right\| = \sqrt{\sum_i \text{grad}_i^2}",
    ),
    shapes={"grad": "any", "y": "as grad"},
    sources=(PASCANU,),
    cases=(
        Case("too_long", inputs={"grad": normal(4, 5)}, config={"threshold": 0.75}),
        Case("short_enough", inputs={"grad": normal(3, 4)}, config={"threshold": 100.0}),
        Case("vector", inputs={"grad": normal(5)}, config={"threshold": 1.0}),
        Case("kernel", inputs={"grad": normal(2, 3, 5, 4)}, config={"threshold": 2.5}),
        Case("exploding", inputs={"grad": normal(4, 3, scale=1e15)}, config={"threshold": 5.0}),
        Case(
            "at_the_threshold",
            inputs={"grad": values([3.0, 0.0, -4.0])},
            config={"threshold": 5.0},
            kink=True,
        ),
        Case(
            "zero_gradient",
            inputs={"grad": values([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])},
            config={"threshold": 0.5},
            zero={"y": "nothing to scale, and no division by a norm of 0"},
        ),
        # The norm is 5: just below the threshold, and just above it.
        Case(
            "almost_too_long",
            inputs={"grad": values([[1.0, -2.0, 0.0], [4.0, 0.0, -2.0]])},
            config={"threshold": 6.5},
        ),
        Case(
            "a_little_too_long",
            inputs={"grad": values([[2.0, -1.0, 4.0], [0.0, 2.0, 0.0]])},
            config={"threshold": 4.5},
        ),
    ),
    divergences=(
        Divergence(
            name="epsilon",
            ja="分母の epsilon",
            summary=Text(
                "PyTorch's clip_grad_norm_ divides by norm + 1e-6; TensorFlow and the exam divide "
                "by the norm itself.",
                "PyTorch の clip_grad_norm_ は norm + 1e-6 で割る。"
                "TensorFlow と試験の形では norm そのもので割る。",
            ),
            reconciled=Text(
                "Give PyTorch a threshold that makes up for it: threshold (norm + 1e-6) / norm.",
                "PyTorch には、その分を補ったしきい値 threshold (norm + 1e-6) / norm を渡す。",
            ),
            source="torch/nn/utils/clip_grad.py: max_norm / (total_norm + 1e-6); tf.clip_by_norm",
            case="too_long",
            native={
                "torch": {
                    "callable": "torch_impl.gradients.clip_by_norm.clip_by_norm",
                    "max_norm": 0.75,
                    "epsilon": 1e-6,
                },
                "keras": {},
            },
            quantity="y",
        ),
        Divergence(
            name="by_value",
            ja="値ごとのクリッピング",
            summary=Text(
                "Keras' clipvalue and tf.clip_by_value cut each element off instead, which turns "
                "the gradient's direction; clipnorm and global_clipnorm scale it.",
                "Keras の clipvalue や tf.clip_by_value は要素ごとに切り詰めるため、"
                "勾配の向きが変わる。全体を縮めるのは clipnorm や global_clipnorm である。",
            ),
            reconciled=Text(
                "Take the functions with norm in their name.",
                "名前に norm の付くほうを使う。",
            ),
            source="https://www.tensorflow.org/api_docs/python/tf/clip_by_value",
            case="too_long",
            native={
                "numpy": {},
                "keras": {
                    "callable": "tf_impl.gradients.clip_by_value.clip_by_value",
                    "limit": 0.75,
                },
            },
            quantity="y",
        ),
    ),
    also_called=(
        "clip_gradient",
        "clip_gradients",
    ),
    identities=(
        Identity(
            sibling="clip_by_norm",
            text=Text(
                "It is clipping by norm, with max_norm = threshold.",
                "max_norm = threshold とした、ノルムによるクリッピングである。",
            ),
            case=Case("by_norm", inputs={"grad": normal(4, 5)}, config={"threshold": 1.25}),
            left=evaluated("gradient_clipping"),
            right=_by_norm,
        ),
    ),
    mistakes=(
        Mistake(
            name="clipped_by_element",
            ja="要素ごとにクリップする",
            line="return grad * rate",
            wrong="return np.clip(grad, -threshold, threshold)",
            why=Text(
                "That bounds each element for itself: the direction turns, and the whole is still "
                "longer than the threshold.",
                "要素ごとに切り詰めると勾配の向きが変わるうえ、"
                "全体のノルムはしきい値より大きいままである。",
            ),
        ),
        Mistake(
            name="norm_without_the_root",
            ja="ノルムの平方根を忘れる",
            line="norm = np.linalg.norm(grad)",
            wrong="norm = np.sum(grad**2)",
            why=A_LENGTH,
        ),
        Mistake(
            name="condition_turned_around",
            ja="条件を逆にする",
            line="if rate < 1:",
            wrong="if rate > 1:",
            why=Text(
                "rate = threshold / norm is less than 1 for a gradient that is too long. Turned "
                "around, long ones pass and short ones are made longer.",
                "長すぎる勾配では rate = threshold / norm が 1 より小さい。不等号が逆だと、"
                "長い勾配は素通りし、短い勾配が引き伸ばされる。",
            ),
        ),
        Mistake(
            name="always_scaled",
            ja="常に縮める",
            line="if rate < 1:",
            wrong="if True:",
            why=Text(
                "A gradient that is short enough is left alone: near a minimum every step would "
                "otherwise be as long as the threshold.",
                "十分短い勾配には手を加えない。そうしないと、"
                "極小点の近くでも更新幅がしきい値の大きさのままになる。",
            ),
        ),
        Mistake(
            name="rate_upside_down",
            ja="比が逆さま",
            line="rate = threshold / norm",
            wrong="rate = norm / threshold",
            why=Text(
                "Multiplied by norm / threshold, a short gradient becomes shorter still and a long "
                "one is left as it is.",
                "norm / threshold を掛けると、短い勾配はさらに短くなり、長い勾配はそのまま残る。",
            ),
        ),
        Mistake(
            name="made_a_unit_vector",
            ja="長さ 1 に正規化する",
            line="return grad * rate",
            wrong="return grad / norm",
            why=Text(
                "That has the length 1. The clipped gradient is as long as the threshold.",
                "これでは長さが 1 になる。クリッピング後の長さはしきい値に等しい。",
            ),
        ),
        Mistake(
            name="changed_in_place",
            ja="その場で書き換える",
            line="return grad * rate",
            wrong="grad *= rate; return grad",
            why=Text(
                "*= changes the caller's array; whoever reads it afterwards finds it clipped.",
                "*= は呼び出し側の配列を書き換える。"
                "あとでその配列を読むと、クリッピング済みの値になっている。",
            ),
        ),
    ),
)
