"""What the scale and the distribution of somebody's initializer point to."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from parity.checking.judging.initializers.distributions import (
    Drawn,
    ours,
    samples_apart,
    scale_apart,
)
from parity.checking.reading.sessions.initializers import InitializerSubject, fans_of
from parity.checking.report import Cause
from parity.describing.concept import Text
from parity.harness.registry import all_concepts

CUT_OFF = 0.8796
"""The standard deviation of a normal distribution that is cut off at two of its own."""


def causes_of(pairs: list[Drawn], subject: InitializerSubject) -> list[Cause]:
    """Return what the scale and the distribution point to."""
    causes = []
    if all(abs(p.yours.mean()) > 0.3 * p.yours.std() for p in pairs):
        causes.append(
            Cause(
                "other_formula",
                Text(
                    f"The numbers are not centred at 0: their mean is {pairs[0].yours.mean():.3g}. "
                    "Weights must be drawn on both sides of 0.",
                    f"平均が 0 でなく {pairs[0].yours.mean():.3g} である。"
                    "重みは 0 の両側から引く必要がある。",
                ),
            )
        )
    own = subject.concept.name
    for other in all_concepts().values():
        if other.kind != "initializer" or other.name == own or len(causes) > 1:
            continue
        if all(_like(pair, other.name) for pair in pairs):
            causes.append(
                Cause(
                    "other_formula",
                    Text(
                        f"This is {other.name} ({other.title.en}): {other.equation}.",
                        f"これは {other.name}({other.title.ja})である:{other.equation}",
                    ),
                )
            )
    wrong = [p for p in pairs if any(e > b for e, b in (scale_apart(p), samples_apart(p)))]
    pairs = [p for p in wrong if p.right.std()] or pairs
    ratio = [float(p.yours.std() / p.right.std()) for p in pairs if p.right.std()]
    if ratio and all(abs(p.yours.std() / p.right.var() - 1) < 0.02 for p in pairs):
        causes.append(
            Cause(
                "constant_factor",
                Text(
                    "The variance is used as the standard deviation: a root is missing.",
                    "分散をそのまま標準偏差として使っている(平方根が抜けている)。",
                ),
            )
        )
    for text, value in _factors(pairs):
        if ratio and all(abs(r / v - 1) < 0.02 for r, v in zip(ratio, value, strict=False)):
            causes.append(
                Cause(
                    "constant_factor",
                    Text(
                        f"The standard deviation is {text.en} times what it should be "
                        f"({ratio[0]:.3g} in case {pairs[0].case.name}).",
                        f"標準偏差が正しい値の {text.ja} 倍になっている"
                        f"(ケース {pairs[0].case.name} では {ratio[0]:.3g} 倍)。",
                    ),
                )
            )
            break
    if not causes and ratio and all(map(_is_cut_off, pairs)):
        causes.append(
            Cause(
                "constant_factor",
                Text(
                    f"The standard deviation is {ratio[0]:.3g} times what it should be: that is "
                    "what is left of a normal distribution which is cut off at two standard "
                    "deviations. Divide by 0.8796 before, as Keras does, or cut nothing off.",
                    f"標準偏差が正しい値の {ratio[0]:.3g} 倍になっている。正規分布を標準偏差の2倍で"
                    "切り捨てると、ちょうどこの値に縮む。Keras のように先に 0.8796 で割っておくか、"
                    "切り捨てをやめる。",
                ),
            )
        )
    if not causes and ratio:
        same = all(abs(r - 1) < 0.02 for r in ratio)
        kind = "other_formula" if same else "constant_factor"
        en = (
            "The scale is right, but the distribution is another one"
            if same
            else (f"The standard deviation is {ratio[0]:.3g} times what it should be")
        )
        ja = (
            "標準偏差は正しいが、分布の形が違う"
            if same
            else (f"標準偏差が正しい値の {ratio[0]:.3g} 倍になっている")
        )
        causes.append(Cause(kind, Text(f"{en}.", f"{ja}。")))
    return causes[:3]


def _is_cut_off(pair: Drawn) -> bool:
    """Tell whether the numbers are normal but for what lies beyond two standard deviations."""
    right = float(pair.right.std())
    largest = float(np.abs(pair.yours).max(initial=0.0))
    ratio = float(pair.yours.std()) / right if right else 0.0
    return abs(ratio - CUT_OFF) < 0.04 and 1.7 * right < largest < 2.2 * right


def _like(pair: Drawn, name: str) -> bool:
    """Tell whether the numbers are distributed as another initializer's."""
    case: Any = replace(pair.case, concept=name, config={})
    try:
        other = ours(case)
    except Exception:
        return False
    return all(
        error <= bound for error, bound in
        (measure(Drawn(case, pair.yours, other)) for measure in (scale_apart, samples_apart))
    )  # fmt: skip


def _factors(pairs: list[Drawn]) -> list[tuple[Text, list[float]]]:
    fans = [fans_of(tuple(p.case.options["shape"])) for p in pairs]
    return [
        (Text("sqrt(2)", "√2"), [math.sqrt(2)] * len(pairs)),
        (Text("1/sqrt(2)", "1/√2"), [math.sqrt(0.5)] * len(pairs)),
        (Text("2", "2"), [2.0] * len(pairs)),
        (Text("1/2", "1/2"), [0.5] * len(pairs)),
        (Text("sqrt(3)", "√3"), [math.sqrt(3)] * len(pairs)),
        (Text("1/sqrt(3)", "1/√3"), [1 / math.sqrt(3)] * len(pairs)),
        (
            Text("sqrt(fan_in/fan_out)", "√(fan_in/fan_out)"),
            [math.sqrt(i / o) for i, o in fans],
        ),
        (
            Text("sqrt(fan_in/length of axis 0)", "√(fan_in/軸 0 の長さ)"),
            [
                math.sqrt(i / p.case.options["shape"][0])
                for (i, _), p in zip(fans, pairs, strict=True)
            ],
        ),
        (
            Text("1/sqrt(fan_in + fan_out)", "1/√(fan_in + fan_out)"),
            [1 / math.sqrt(i + o) for i, o in fans],
        ),
        (Text("sqrt(fan_in)", "√fan_in"), [math.sqrt(i) for i, _ in fans]),
        (Text("1/sqrt(fan_in)", "1/√fan_in"), [1 / math.sqrt(i) for i, _ in fans]),
    ]  # fmt: skip
