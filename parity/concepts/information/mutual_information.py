"""Mutual information."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.information._shared import (
    BASE,
    BITS,
    COVER,
    LOGARITHM_OF_0,
    NATS_FOR_BITS,
    SHANNON,
)
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, probabilities, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _joint(*shape: int) -> Draw:
    """Draw tables over the last two axes that sum to 1 exactly, no entry 0."""
    *batch, X, Y = shape
    rows = probabilities(*batch, X * Y, least=1 / 16)
    return Draw("joint", shape, lambda rng: rows.sample(rng).reshape(shape))


def _case(name: str, P: Draw, upstream: Draw | None = SCALAR, **config: Any) -> Case:
    return Case(
        name, inputs={"P": P}, upstream=upstream, config=config, options={"outputs": ("I",)}
    )


def _three_entropies(of: Implementations, a: Arrays) -> Arrays:
    """Return H(X) + H(Y) - H(X, Y)."""
    P, H = a["P"], of("entropy")
    together = np.reshape(P, (len(P), -1))
    return {"I": H(P.sum(axis=2)) + H(P.sum(axis=1)) - H(together)}


mutual_information = Concept(
    kind="function",
    order=4,
    syllabus=("1-3-1",),
    needs=("kl_divergence",),
    title=Text("Mutual information", "相互情報量"),
    summary=Text(
        "What knowing Y tells of X, and X of Y alike: 0 where the two are independent.",
        "Y を知ることで X について分かる量。X と Y を入れ替えても同じで、独立なら 0 になる。",
    ),
    why=Text(
        "A correlation sees straight lines alone. Mutual information asks how far the joint "
        "distribution is from the one that X and Y would have if they were independent, so it "
        "sees every dependence. A decision tree splits where a question tells most of the class "
        "(information gain), and contrastive learning raises a lower bound of it between two "
        "views of one thing.",
        "相関係数で分かるのは直線的な関係だけである。相互情報量は、同時分布が独立な場合の分布から"
        "どれだけ離れているかを測るので、どんな依存関係も捉える。決定木はクラスについて"
        "最も多くが分かる質問で分割し(情報利得)、対照学習は同じものの2つの見え方の間の"
        "相互情報量の下界を大きくする。",
    ),
    equation="I(X; Y) = sum_xy P(x, y) log(P(x, y) / (P(x) P(y)))",
    formula=(
        r"I = \sum_i \sum_j P_{ij} \,\log\, \frac{P_{ij}}{a_i b_j}, \quad a_i = \sum_j P_{ij}, "
        r"\quad b_j = \sum_i P_{ij}",
        r"\frac{\partial L}{\partial P_{ij}} = \frac{\partial L}{\partial I} \left( \log "
        r"\frac{P_{ij}}{a_i b_j} - 1 \right)",
    ),
    derivation=(
        Step(
            heading=Text(
                "Three sums of the form p log p",
                "p log p の形の3つの和に分かれる",
            ),
            text=Text(
                "Summed over y, P(x, y) log P(x) is P(x) log P(x): each marginal has a term.",
                "P(x, y) log P(x) を y について合計すると P(x) log P(x) となり、"
                "周辺分布ごとに項ができる。",
            ),
            equation=r"I = \sum_i \sum_j P_{ij} \,\log\, P_{ij} - \sum_i a_i \,\log\, a_i - "
            r"\sum_j b_j \,\log\, b_j",
        ),
        Step(
            heading=Text("Each gives a logarithm and a 1", "それぞれから対数と 1 が出る"),
            text=Text(
                "P(x, y) stands once in each of the three sums.",
                "P(x, y) は3つの和に1回ずつ現れる。",
            ),
            equation=r"\frac{\partial I}{\partial P_{ij}} = \log\, P_{ij} + 1 - (\log\, a_i + 1) - "
            r"(\log\, b_j + 1)",
            check=Text(
                "Where X and Y are independent the gradient is -1 everywhere: the smallest I "
                "among tables of sum 1.",
                "独立なら勾配はすべて -1 で、和が 1 の表のうち I が最小である。",
            ),
        ),
    ),
    shapes={"P": "(..., X, Y), which sums to 1 over both", "I": "(...)"},
    sources=(f"{SHANNON}, section 12", f"{COVER}, eq. 2.28"),
    cases=(
        _case("table", _joint(3, 4)),
        _case("tables", _joint(2, 3, 4), normal(2)),
        _case("more_axes", _joint(2, 5, 3, 4), normal(2, 5)),
        _case("bits", _joint(4, 2), base=2.0),
        _case("bits_of_tables", _joint(3, 4, 2), normal(3), base=2.0),
        Case(
            "one_column",
            inputs={"P": _joint(4, 1)},
            zero={"I": "an answer that is always the same tells nothing"},
            options={"outputs": ("I",)},
        ),
        Case(
            "zeros",
            inputs={"P": values([[0.5, 0.0, 0.0], [0.0, 0.25, 0.25]])},
            ours=True,
            options={"outputs": ("I",)},
        ),
    ),
    defaults=(BASE,),
    conventions=(BITS,),
    also_called=("mi", "mutual_info", "information_gain"),
    identities=(
        Identity(
            sibling="entropy",
            text=Text(
                "It is the sum of both marginal entropies less the joint entropy.",
                "2つの周辺エントロピーの和から結合エントロピーを引いたものである。",
            ),
            case=_case("three_entropies", _joint(2, 3, 4), None),
            left=evaluated("mutual_information"),
            right=_three_entropies,
        ),
    ),
    mistakes=(
        Mistake(
            name="marginals_not_taken",
            ja="周辺分布で割らない",
            line="each = weighted_log(P, P) - weighted_log(P, independent)",
            wrong="each = weighted_log(P, P)",
            why=Text(
                "That is minus the joint entropy; what counts is the ratio to independence.",
                "これは結合エントロピーに負号を付けたものである。独立な場合との比をとる。",
            ),
        ),
        Mistake(
            name="one_marginal_only",
            ja="周辺分布を片方だけ使う",
            line="each = weighted_log(P, P) - weighted_log(P, independent)",
            wrong="each = weighted_log(P, P) - weighted_log(P, P.sum(axis=-1, keepdims=True) + 0 "
            "* P)",
            why=Text(
                "Divided by P(x) alone it is minus the conditional entropy of Y.",
                "P(x) だけで割ると、Y の条件付きエントロピーに負号を付けたものになる。",
            ),
        ),
        Mistake(
            name="weighted_with_the_product",
            ja="独立な分布で重み付けする",
            line="each = weighted_log(P, P) - weighted_log(P, independent)",
            wrong="each = independent * (log(P) - log(independent))",
            why=Text(
                "The mean is taken under the joint distribution.",
                "平均は同時分布についてとる。",
            ),
        ),
        Mistake(
            name="logarithm_of_0",
            ja="0 の対数",
            line="each = weighted_log(P, P) - weighted_log(P, independent)",
            wrong="each = P * log(P / independent)",
            why=LOGARITHM_OF_0,
        ),
        Mistake(
            name="nats_for_bits",
            ja="単位がナットのまま",
            line="return each.sum(axis=(-2, -1)) / nats(base)",
            wrong="return each.sum(axis=(-2, -1))",
            why=NATS_FOR_BITS,
        ),
        Mistake(
            name="marginals_held_fixed",
            ja="周辺分布を定数とみなす",
            line="dP = dI[..., np.newaxis, np.newaxis] * (ratio - 1) / nats(base)",
            wrong="dP = dI[..., np.newaxis, np.newaxis] * (ratio + 1) / nats(base)",
            why=Text(
                "The marginals are sums of P and move with it: their terms give -1 each.",
                "周辺分布は P の和なので P とともに動き、それぞれの項から -1 が出る。",
            ),
        ),
    ),
)
