"""Making a network wider and deeper by two factors."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.networks._efficient import TAN_AND_LE
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import values
from parity.describing.identity import Arrays, Identity, Implementations

B0_CHANNELS = [32, 16, 24, 40, 80, 112, 192, 320, 1280]
B0_BLOCKS = [1, 1, 2, 2, 3, 3, 4, 1, 1]


def _case(name: str, channels: list[int], blocks: list[int], **config: Any) -> Case:
    return Case(
        name,
        inputs={"channels": values(np.array(channels)), "blocks": values(np.array(blocks))},
        config=config,
        exact=("wide", "deep"),
        options={"outputs": ("wide", "deep")},
    )


def _fine(of: Implementations, a: Arrays) -> Arrays:
    wide, deep = of("compound_scaling")(a["channels"], a["blocks"], divisor=1)
    return {"wide": wide, "deep": deep}


def _as_they_are(of: Implementations, a: Arrays) -> Arrays:
    same = of("identity")()
    return {"wide": same.forward(a["channels"]), "deep": same.forward(a["blocks"])}


compound_scaling = Concept(
    kind="function",
    order=22,
    syllabus=("3-4-2",),
    needs=("mbconv",),
    title=Text("Compound scaling", "複合スケーリング"),
    summary=Text(
        "Makes all stages of a network wider by one factor and deeper by another, with channels "
        "in multiples of 8.",
        "ネットワークの全段を、1つの係数で広く、もう1つの係数で深くする。"
        "チャネル数は8の倍数にそろえる。",
    ),
    why=Text(
        "A larger network is more accurate, but larger in what? Deeper alone, or wider alone, or "
        "with larger images alone, the gain soon wears off. EfficientNet scales the three "
        "together, by fixed powers of one number: depth by 1.2, width by 1.1, images by 1.15. The "
        "work grows with depth, and with the squares of width and size; 1.2 · 1.1² · 1.15² is "
        "about 2, so each step doubles it. Devices like channels in multiples of 8, so they are "
        "rounded.",
        "大きなネットワークほど精度は上がるが、何を大きくすればよいか。深さだけ、幅だけ、画像だけを"
        "大きくしても、効果はすぐに頭打ちになる。EfficientNet は3つを同時に、1つの数の決まった累乗"
        "で大きくする。深さは 1.2、幅は 1.1、画像は 1.15 である。計算量は深さに比例し、幅と画像の"
        "大きさの2乗に比例するので、1.2 · 1.1² · 1.15² ≈ 2 により1段ごとに約2倍になる。"
        "チャネル数は、計算装置に向く8の倍数に丸める。",
    ),
    equation="wide = width channels to the nearest multiple of 8, not below 0.9 of it; deep = "
    "ceil(depth blocks)",
    formula=(
        r"r = \max\left(q, \left\lfloor \frac{w c + q / 2}{q} \right\rfloor q\right)",
        r"c' = \begin{cases} r & r \ge 0.9\, w c \\ r + q & r < 0.9\, w c \end{cases}",
        r"n' = \lceil d\, n \rceil",
    ),
    shapes={
        "channels": "(S,)",
        "blocks": "(S,)",
        "wide": "(S,) integers",
        "deep": "(S,) integers",
    },
    sources=(f"{TAN_AND_LE}, section 3.3; the rounding is that of its code",),
    cases=(
        _case("b0_is_itself", B0_CHANNELS, B0_BLOCKS),
        _case("b2", B0_CHANNELS, B0_BLOCKS, width=1.1, depth=1.2),
        _case("b7", B0_CHANNELS, B0_BLOCKS, width=2.0, depth=3.1),
        _case("halves_go_up", [12, 20, 4, 100], [1, 2, 3, 5]),
        _case("not_by_more_than_a_tenth", [11, 19, 3, 1], [1, 2, 3, 4]),
        _case("smaller", [32, 16, 64], [3, 4, 1], width=0.5, depth=0.5),
        _case("other_divisor", [30, 50, 70], [2, 3, 1], width=1.3, depth=1.5, divisor=16),
    ),
    defaults=(Default("divisor", 8),),
    also_called=("scale_network", "round_filters", "make_divisible"),
    identities=(
        Identity(
            sibling="identity",
            text=Text(
                "With factors of 1 and a divisor of 1 all numbers stay.",
                "係数も除数も 1 なら、どの数も変わらない。",
            ),
            case=Case(
                "factors_of_1",
                inputs={
                    "channels": values(np.array([7, 30, 11])),
                    "blocks": values(np.array([1, 5, 2])),
                },
                options={"outputs": ("wide", "deep")},
            ),
            left=_fine,
            right=_as_they_are,
        ),
    ),
    mistakes=(
        Mistake(
            name="rounded_down",
            ja="切り捨てる",
            line="nearest = np.floor((wanted + divisor / 2) / divisor) * divisor",
            wrong="nearest = np.floor(wanted / divisor) * divisor",
            why=Text(
                "Half a divisor is added before, so that the nearest multiple comes out.",
                "割る前に除数の半分を足すので、最も近い倍数になる。",
            ),
        ),
        Mistake(
            name="a_tenth_forgotten",
            ja="1割を超える減少を許す",
            line="wide = np.where(nearest < 0.9 * wanted, nearest + divisor, nearest)",
            wrong="wide = nearest",
            why=Text(
                "Of few channels rounding takes a large share; more than a tenth is not taken.",
                "チャネル数が少ないと、丸めで大きな割合が失われる。1割を超えて減らすことはしない。",
            ),
        ),
        Mistake(
            name="blocks_rounded_to_the_nearest",
            ja="ブロック数を四捨五入する",
            line="deep = np.ceil(depth * blocks)",
            wrong="deep = np.round(depth * blocks)",
            why=Text(
                "Blocks are rounded up, so that every stage grows.",
                "ブロック数は切り上げる。どの段も深くするためである。",
            ),
        ),
        Mistake(
            name="factors_exchanged",
            ja="幅と深さの係数を取り違える",
            line="wanted = width * channels",
            wrong="wanted = depth * channels",
            why=Text(
                "The width is for the channels, the depth for the blocks.",
                "width はチャネル数に、depth はブロック数に掛ける。",
            ),
        ),
    ),
)
