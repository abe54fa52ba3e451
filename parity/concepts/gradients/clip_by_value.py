"""Gradient clipping by value."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations


def _by_value(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("clip_by_value")(a["g"], limit=1.5)}


def _by_norm(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("clip_by_norm")(a["g"], max_norm=1.5)}


clip_by_value = Concept(
    kind="function",
    order=3,
    syllabus=("course",),
    needs=(),
    title=Text("Gradient clipping by value", "勾配クリッピング(値による)"),
    summary=Text(
        "Cuts every element off at -limit and limit. Simple, but it turns the gradient's "
        "direction.",
        "各要素を -limit から limit の範囲に切り詰める。簡単だが、勾配の向きが変わってしまう。",
    ),
    why=Text(
        "The simplest guard against exploding gradients: no element may be larger than a limit. "
        "Each is cut by itself, without a norm and without looking at the others. The price is "
        "the direction: where some elements are cut and others are not, the step turns towards "
        "the smaller ones.",
        "勾配爆発に対する最も単純な対策で、各要素を上限と下限の間に収める。ノルムを求める必要がな"
        "く、ほかの要素も見ない。その代わり、一部の要素だけが切り詰められると、更新の向きが小さな"
        "要素のほうへ変わる。",
    ),
    equation="y = min(max(g, -limit), limit)",
    formula=(r"y_i = \min(\max(g_i, {-\text{limit}}), \text{limit})",),
    shapes={"g": "any", "y": "as g"},
    sources=("Goodfellow, Bengio and Courville (2016), Deep Learning, section 10.11.1",),
    cases=(
        Case("ordinary", inputs={"g": normal(4, 5, scale=2.0)}, config={"limit": 0.7}),
        Case("all_within", inputs={"g": uniform(3, 4, low=-0.9, high=0.9)}, config={"limit": 0.9}),
        Case(
            "at_the_limit",
            inputs={"g": values([-3.0, -2.0, -0.5, 0.0, 0.5, 2.0, 3.0])},
            config={"limit": 2.0},
            kink=True,
        ),
    ),
    also_called=("clip_grad_value",),
    identities=(
        Identity(
            sibling="clip_by_norm",
            text=Text(
                "Where only one element is not 0, it is clipping by the norm: there is no "
                "direction to turn.",
                "0 でない要素が1つだけなら、ノルムによるクリッピングと同じである。"
                "向きの変わりようがないからである。",
            ),
            case=Case("one_element", inputs={"g": values([0.0, -4.25, 0.0])}),
            left=_by_value,
            right=_by_norm,
        ),
    ),
    mistakes=(
        Mistake(
            name="only_above",
            ja="上側しか切らない",
            line="return np.clip(g, -limit, limit)",
            wrong="return np.minimum(g, limit)",
            why=Text(
                "Large negative elements explode just as well: both sides are cut off.",
                "負の大きな勾配も同じように爆発する。両側を切り詰めなければならない。",
            ),
        ),
        Mistake(
            name="sign_lost",
            ja="符号が失われる",
            line="return np.clip(g, -limit, limit)",
            wrong="return np.minimum(np.abs(g), limit)",
            why=Text(
                "The size is clipped and the sign kept; without it the step goes the wrong way.",
                "切り詰めるのは大きさであり、符号は保つ。符号を失うと逆向きに更新してしまう。",
            ),
        ),
        Mistake(
            name="all_set_to_the_limit",
            ja="すべてを上限値にする",
            line="return np.clip(g, -limit, limit)",
            wrong="return np.sign(g) * limit",
            why=Text(
                "Elements within the limit are left as they are; only longer ones are cut.",
                "範囲内の要素はそのまま残す。切り詰めるのは範囲を超えた要素だけである。",
            ),
        ),
    ),
)
