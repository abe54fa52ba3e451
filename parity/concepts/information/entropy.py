"""Entropy."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.information._shared import (
    AXIS,
    BASE,
    BITS,
    FIRST_AXIS,
    LOGARITHM_OF_0,
    NATS_FOR_BITS,
    SHANNON,
)
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, probabilities, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, p: Draw, upstream: Draw | None = SCALAR, **config: Any) -> Case:
    return Case(
        name, inputs={"p": p}, upstream=upstream, config=config, options={"outputs": ("H",)}
    )


def _less_than_all_alike(of: Implementations, a: Arrays) -> Arrays:
    """Return log n less the divergence from the distribution in which all n are alike."""
    n = a["p"].shape[-1]
    alike = np.full(a["p"].shape, 1 / n)
    return {"H": np.log(n) - of("kl_divergence")(a["p"], alike)}


entropy = Concept(
    kind="function",
    order=1,
    syllabus=("1-3-1",),
    needs=(),
    title=Text("Entropy", "エントロピー"),
    summary=Text(
        "The mean surprise of an outcome: 0 for a certain one, log n where all n are alike.",
        "結果から得られる情報量の平均。結果が確実なら 0、n 通りが等確率なら log n である。",
    ),
    why=Text(
        "How much does an answer tell? One that was certain tells nothing, a rare one much: "
        "-log p, the self-information, which adds up over independent answers. Its mean over "
        "all outcomes is the entropy. It bounds how short messages can be coded, it is what the "
        "cross-entropy cannot fall below, and as a bonus in reinforcement learning it keeps a "
        "policy from deciding too early.",
        "答えを聞くと、どれだけのことが分かるか。確実だった答えからは何も分からず、"
        "まれな答えからは多くが分かる。その量を自己情報量 -log p で測ると、独立な答えでは"
        "足し算になる。その平均がエントロピーである。符号の長さの下限、"
        "クロスエントロピーの下限であり、強化学習では方策が早く"
        "決め打ちになるのを防ぐ項としても使われる。",
    ),
    equation="H = -sum_i p_i log p_i, 0 log 0 = 0",
    formula=(
        r"H = -\sum_i p_i \,\log\, p_i",
        r"\frac{\partial L}{\partial p_i} = -\frac{\partial L}{\partial H} (\log p_i + 1)",
    ),
    derivation=(
        Step(
            heading=Text(
                "Each outcome stands in one term alone",
                "各結果は1つの項にだけ現れる",
            ),
            text=Text(
                "So only that term is differentiated: the product rule of p log p.",
                "そこでその項だけを、積 p log p として微分する。",
            ),
            equation=r"\frac{\partial}{\partial p_i} (p_i \,\log\, p_i) = \log\, p_i + 1",
            check=Text(
                "Along a move that keeps the sum at 1, the 1 falls out: where all p are alike, "
                "no such move changes H, and it is largest.",
                "和を 1 に保つ動きでは 1 の項は消える。すべての p が等しいとき、"
                "どの動きでも H は変わらず、最大になる。",
            ),
        ),
    ),
    shapes={"p": "any, probabilities along the axis", "H": "as p without the axis"},
    sources=(f"{SHANNON}, section 6",),
    cases=(
        _case("outcomes", probabilities(5)),
        _case("rows", probabilities(4, 3), normal(4)),
        _case("more_axes", probabilities(2, 3, 4), normal(2, 3)),
        _case("first_axis", FIRST_AXIS, normal(2), axis=0),
        _case("bits", probabilities(3, 4), normal(3), base=2.0),
        _case("bits_along_the_first_axis", FIRST_AXIS, normal(2), axis=0, base=2.0),
        _case("base_10", probabilities(6), base=10.0),
        _case("one_row", probabilities(1, 4), normal(1)),
        _case("of_another_sum", values([[0.5, 0.25], [0.75, 0.5], [0.125, 0.75]]), normal(3)),
        Case(
            "zeros",
            inputs={"p": values([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]])},
            ours=True,  # most people's code knows no impossible outcomes
            options={"outputs": ("H",)},
        ),
    ),
    divergences=(
        Divergence(
            name="probabilities_normalized",
            ja="確率を正規化する",
            summary=Text(
                "torch.distributions.Categorical divides its probabilities by their sum and keeps "
                "them from 0 before its entropy is taken; the formula takes them as they are.",
                "torch.distributions.Categorical は確率をその和で割り、0 にならないように"
                "してからエントロピーを求める。式のほうは与えられた値をそのまま使う。",
            ),
            reconciled=Text(
                "Give probabilities that sum to 1 and are not 0.",
                "和が 1 で 0 を含まない確率を与える。",
            ),
            source="torch/distributions/categorical.py, torch 2.13.0",
            case="of_another_sum",
            native={
                "numpy": {},
                "torch": {"callable": "torch_impl.information.entropy._normalized"},
            },
            quantity="H",
        ),
    ),
    defaults=(AXIS, BASE),
    conventions=(BITS,),
    also_called=("shannon_entropy", "information_entropy"),
    identities=(
        Identity(
            sibling="kl_divergence",
            text=Text(
                "It is log n less the KL divergence from the distribution in which all n outcomes "
                "are alike.",
                "n 通りが等確率の分布からの KL ダイバージェンスを log n から引いたものである。",
            ),
            case=_case("less_than_all_alike", probabilities(3, 5), None),
            left=evaluated("entropy"),
            right=_less_than_all_alike,
        ),
    ),
    mistakes=(
        Mistake(
            name="minus_forgotten",
            ja="マイナスを忘れる",
            line="return -weighted_log(p, p).sum(axis=axis) / nats(base)",
            wrong="return weighted_log(p, p).sum(axis=axis) / nats(base)",
            why=Text(
                "log p is negative for a probability, so the sum is; an entropy never is.",
                "確率の対数は負なので、和も負になる。エントロピーは負にならない。",
            ),
        ),
        Mistake(
            name="averaged_without_weights",
            ja="確率で重み付けしない",
            line="return -weighted_log(p, p).sum(axis=axis) / nats(base)",
            wrong="return -log(p).mean(axis=axis) / nats(base)",
            why=Text(
                "The surprise of an outcome counts as often as the outcome comes: p times.",
                "各結果の情報量は、その結果が起こる確率 p で重み付けして平均する。",
            ),
        ),
        Mistake(
            name="logarithm_of_0",
            ja="0 の対数",
            line="return -weighted_log(p, p).sum(axis=axis) / nats(base)",
            wrong="return -(p * log(p)).sum(axis=axis) / nats(base)",
            why=LOGARITHM_OF_0,
        ),
        Mistake(
            name="nats_for_bits",
            ja="単位がナットのまま",
            line="return -weighted_log(p, p).sum(axis=axis) / nats(base)",
            wrong="return -weighted_log(p, p).sum(axis=axis)",
            why=NATS_FOR_BITS,
        ),
        Mistake(
            name="product_rule_forgotten",
            ja="積の微分を忘れる",
            line='dp = -(log(p) + 1) * spread("dH", dH, p, axis) / nats(base)',
            wrong='dp = -log(p) * spread("dH", dH, p, axis) / nats(base)',
            why=Text(
                "p stands in both factors of p log p; the second term is p / p = 1.",
                "p log p では p が両方の因子に現れる。2つ目の項は p / p = 1 である。",
            ),
        ),
    ),
)
