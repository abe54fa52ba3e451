"""The loss of a generative adversarial network's generator."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.generative._shared import WRONG_LABEL
from parity.concepts.generative._sources import GOODFELLOW
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, fake: Draw, **config: Any) -> Case:
    return Case(
        name,
        inputs={"d_fake": fake},
        upstream=SCALAR,
        config=config,
        options={"outputs": ("L",)},
    )


def _p(*shape: int) -> Draw:
    return uniform(*shape, low=0.25, high=0.625)


def _part_of_the_value(of: Implementations, a: Arrays) -> Arrays:
    """Return V without what the real examples add to it."""
    half = np.array([0.5])
    back = of("gan_value").__globals__["gan_value_backward"]
    _, dd_fake = back(a["dy"], half, a["d_fake"])
    return {"L": of("gan_value")(half, a["d_fake"]) + np.log(2), "dd_fake": dd_fake}


generator_loss = Concept(
    kind="function",
    order=11,
    syllabus=("4-6-4",),
    needs=("gan_value",),
    title=Text("Generator's loss", "生成器の損失"),
    summary=Text(
        "What a GAN's generator minimizes: its part of V (minimax), or -log D(G(z)) (non-"
        "saturating), which pushes hardest where the discriminator is sure.",
        "GAN の生成器が最小化する量である。V のうち生成器に関わる項(minimax)と、"
        "識別器が確信しているほど強く押す -log D(G(z))(non-saturating)がある。",
    ),
    why=Text(
        "At the start the discriminator tells every fake: D(G(z)) is nearly 0. There log(1 - D) is "
        "flat, and the generator learns nothing from the game that it is losing. With -log D the "
        "same wish, to be called real, has a slope of nearly 1 at the logit just there. Both have "
        "the same fixed point; the second is what is used.",
        "学習の初めは識別器がすべての作り物を見破り、D(G(z)) はほぼ 0 である。そこでは "
        "log(1 - D) が平らで、負けている生成器は何も学べない。-log D なら、本物と"
        "判定されたいという願いは同じまま、まさにそこでロジットについての傾きがほぼ 1 になる。"
        "不動点はどちらも同じであり、ふつうは後者を使う。",
    ),
    equation="L = -mean log D(G(z)), or minimax: mean log(1 - D(G(z)))",
    formula=(
        r"L = -\frac{1}{M} \sum_m \log D(G(z_m))",
        r"L_{\text{minimax}} = \frac{1}{M} \sum_m \log (1 - D(G(z_m)))",
        r"\frac{\partial L}{\partial a_m} = -\frac{1}{M} (1 - D(G(z_m))), \quad \frac{\partial "
        r"L_{\text{minimax}}}{\partial a_m} = -\frac{1}{M} D(G(z_m)), \quad D = s(a)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The slope at the probability is one over it",
                "確率についての傾きは、その逆数である",
            ),
            text=Text(
                "Of -log D for the one, of log(1 - D) for the other.",
                "一方は -log D、もう一方は log(1 - D) の微分である。",
            ),
            equation=r"\frac{d L}{d D} = -\frac{1}{D}, \quad \frac{d L_{\text{minimax}}}{d D} = "
            r"-\frac{1}{1 - D}",
        ),
        Step(
            heading=Text(
                "At the logit the two are each other's complement",
                "ロジットについては、両者を足すと 1 になる",
            ),
            text=Text(
                "The sigmoid's slope is D (1 - D). A fake that is found out has D near 0: the one "
                "pushes with 1, the other with nothing.",
                "シグモイドの傾きは D (1 - D) である。見破られた作り物では D がほぼ 0 なので、"
                "一方の傾きはほぼ 1、もう一方はほぼ 0 になる。",
            ),
            equation=r"\frac{d L}{d a} = -(1 - D), \quad \frac{d L_{\text{minimax}}}{d a} = -D",
            check=Text(
                "At D = 1/2 both slopes are -1/2.",
                "D = 1/2 では、どちらの傾きも -1/2 である。",
            ),
        ),
    ),
    shapes={"d_fake": "any, from 0 to 1, or logits", "L": "scalar"},
    sources=(f"{GOODFELLOW}, section 3",),
    cases=(
        _case("non_saturating", _p(4, 1)),
        _case("minimax", _p(5), form="minimax"),
        _case("logits", normal(4, 1), from_logits=True),
        _case("minimax_from_logits", normal(3, 2), from_logits=True, form="minimax"),
        _case("one_example", _p(1)),
        _case("found_out", values([-40.0, -3.0, 30.0, 0.0]), from_logits=True),
    ),
    defaults=(Default("form", "non_saturating"), Default("from_logits", False)),
    conventions=(
        Convention(
            name="minimax",
            text=Text(
                "It is the generator's part of V (minimax).",
                "V のうち生成器に関わる項(minimax)である。",
            ),
            config={"form": "minimax"},
        ),
        Convention(
            name="logits_inside",
            text=Text(
                "It takes the logits, and applies the sigmoid by itself.",
                "ロジットを受け取り、シグモイドを自分で適用する。",
            ),
            config={"from_logits": True},
        ),
    ),
    also_called=("g_loss", "gen_loss", "loss_g", "generator_bce", "adversarial_loss"),
    identities=(
        Identity(
            sibling="gan_value",
            text=Text(
                "The minimax form is V without the half of the real examples.",
                "minimax の形は、V から本物に関する項を除いたものである。",
            ),
            case=_case("its_part", _p(3, 2), form="minimax"),
            left=evaluated("generator_loss"),
            right=_part_of_the_value,
        ),
    ),
    mistakes=(
        Mistake(
            name="wrong_label",
            ja="ラベルが違う",
            line="losses = np.logaddexp(0, -d_fake) if from_logits else -np.log(d_fake)",
            wrong="losses = np.logaddexp(0, d_fake) if from_logits else -np.log1p(-d_fake)",
            why=WRONG_LABEL,
        ),
        Mistake(
            name="minimax_turned_around",
            ja="ミニマックスの向きが逆",
            line="losses = -np.logaddexp(0, d_fake) if from_logits else np.log1p(-d_fake)",
            wrong="losses = np.logaddexp(0, d_fake) if from_logits else -np.log1p(-d_fake)",
            why=Text(
                "The generator minimizes its part of V. With the sign turned it helps the "
                "discriminator.",
                "生成器は V の自分に関わる項を最小化する。符号が逆だと、識別器を助けてしまう。",
            ),
        ),
        Mistake(
            name="slope_of_the_other_form",
            ja="もう一方の損失の傾きを使う",
            line="slope = -sigmoid(-d_fake) if from_logits else -1 / d_fake",
            wrong="slope = -sigmoid(d_fake) if from_logits else -1 / (1 - d_fake)",
            why=Text(
                "That is the slope of log(1 - D), which vanishes where the fakes are found out.",
                "これは log(1 - D) の傾きであり、見破られているところで消えてしまう。",
            ),
        ),
        Mistake(
            name="batch_not_averaged",
            ja="バッチで平均しない",
            line="each = np.asarray(dL, dtype=d_fake.dtype) / d_fake.size",
            wrong="each = np.asarray(dL, dtype=d_fake.dtype)",
            why=Text(
                "L is a mean, so every example has its share 1/M of the gradient.",
                "L は平均なので、各データの勾配には 1/M が掛かる。",
            ),
        ),
    ),
)
