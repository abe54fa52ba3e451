"""Mixup."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, normal, one_hot, probabilities, values


def _case(name: str, x: Draw, t: Draw, partner: Draw, mix: Draw) -> Case:
    return Case(
        name,
        inputs={"x": x, "t": t, "partner": partner, "mix": mix},
        differentiable=(),
        options={"outputs": ("x_mixed", "t_mixed")},
    )


mix_up = Concept(
    kind="function",
    order=1,
    syllabus=("3-7-1", "3-7-2"),
    needs=("one_hot",),
    title=Text("Mixup", "MixUp"),
    summary=Text(
        "Two examples are mixed, x and target alike: a new example between them. The partner and "
        "the share, drawn from a beta distribution, are arguments.",
        "2つのデータを、入力も正解ラベルも同じ割合で混ぜ、その間の新しいデータを作る。"
        "相手と、ベータ分布から抽選する割合は引数で渡す。",
    ),
    why=Text(
        "A network that only sees pure examples is sure of itself even between them. Mixup asks "
        "it to go in a straight line from one to the other: half a cat and half a dog shall be "
        "called half each. It smooths the decision and withstands wrong labels. Beta(alpha, "
        "alpha) with a small alpha is mostly near 0 and 1, so most examples stay nearly pure. It "
        "needs no knowledge of images, so it serves sound and text too.",
        "純粋なデータしか見ないネットワークは、データの間の領域でも確信を持ってしまう。MixUp では、"
        "一方から他方へ直線的に変わることを求める。猫と犬を半分ずつ混ぜたら、確率も半分ずつと"
        "答えさせる。決定境界が滑らかになり、誤ったラベルにも強くなる。小さな α の Beta(α, α) は"
        "ほとんど 0 か 1 の近くの値をとるので、多くのデータはほぼそのまま残る。"
        "画像の知識が要らないので、音声や文章にも使える。",
    ),
    equation="x' = m x + (1 - m) x_partner, t' = m t + (1 - m) t_partner",
    formula=(
        r"x'_i = m_i x_i + (1 - m_i) x_j, \quad t'_i = m_i t_i + (1 - m_i) t_j",
        r"m_i \thicksim \text{Beta}(\alpha, \alpha)",
    ),
    shapes={
        "x": "(N, ...)",
        "t": "(N, C) one-hot or probabilities",
        "partner": "(N,) numbers of examples",
        "mix": "(N,)",
        "x_mixed": "as x",
        "t_mixed": "as t",
    },
    sources=(
        "Zhang, Cisse, Dauphin and Lopez-Paz (2018), mixup: beyond empirical risk minimization, "
        "section 2",
    ),
    cases=(
        _case(
            "rows",
            normal(4, 3),
            one_hot(4, 5),
            values([2, 0, 3, 1]),
            values([0.25, 0.875, 0.5, 0.125]),
        ),
        _case(
            "images",
            normal(3, 2, 4, 5),
            one_hot(3, 4),
            values([1, 2, 0]),
            values([0.75, 0.375, 0.625]),
        ),
        _case(
            "soft_targets",
            normal(5, 2),
            probabilities(5, 3),
            values([4, 3, 2, 1, 0]),
            values([0.5, 0.25, 0.75, 0.125, 0.875]),
        ),
        _case(
            "all_and_nothing",
            normal(3, 4),
            one_hot(3, 2),
            values([2, 0, 1]),
            values([1.0, 0.0, 0.5]),
        ),
        _case(
            "one_partner_for_two",
            normal(3, 2),
            one_hot(3, 4),
            values([1, 0, 0]),
            values([0.25, 0.5, 0.75]),
        ),
        _case("with_itself", normal(1, 3), one_hot(1, 2), values([0]), values([0.25])),
    ),
    also_called=("mixup", "mixup_data", "mix_up_batch"),
    mistakes=(
        Mistake(
            name="targets_not_mixed",
            ja="正解ラベルを混ぜない",
            line="t_mixed = t_part * t + (1 - t_part) * t[partner]",
            wrong="t_mixed = t.copy()",
            why=Text(
                "The target must say how much of each there is; left as it was, a dog of one "
                "quarter is called a cat.",
                "正解ラベルも同じ割合で混ぜないと、犬が混じった画像を猫だけと教えることになる。",
            ),
        ),
        Mistake(
            name="shares_do_not_sum_to_1",
            ja="割合の和が 1 にならない",
            line="x_mixed = x_part * x + (1 - x_part) * x[partner]",
            wrong="x_mixed = x_part * x + x_part * x[partner]",
            why=Text(
                "The partner gets what is left, 1 - mix.",
                "相手には残りの 1 - mix を掛ける。",
            ),
        ),
        Mistake(
            name="roles_exchanged_in_the_targets",
            ja="ラベルで割合が逆",
            line="t_mixed = t_part * t + (1 - t_part) * t[partner]",
            wrong="t_mixed = (1 - t_part) * t + t_part * t[partner]",
            why=Text(
                "The share of the image and that of its target are the same.",
                "画像とそのラベルには同じ割合を使う。",
            ),
        ),
        Mistake(
            name="partner_of_the_targets_forgotten",
            ja="ラベルの相手が違う",
            line="t_mixed = t_part * t + (1 - t_part) * t[partner]",
            wrong="t_mixed = t_part * t + (1 - t_part) * t[::-1]",
            why=Text(
                "x and t are mixed with the same partner.",
                "x と t は同じ相手と混ぜる。",
            ),
        ),
    ),
)
