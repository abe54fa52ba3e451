"""The cycle consistency loss of CycleGAN."""

from __future__ import annotations

from typing import Any

from parity.concepts.generative._sources import ZHU
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, x: tuple[int, ...], y: tuple[int, ...], **config: Any) -> Case:
    """Return a case in which nothing comes home as it went out."""
    return Case(
        name,
        inputs={
            "x": normal(*x, scale=0.03125),
            "x_cycled": _apart(*x),
            "y": normal(*y, scale=0.03125),
            "y_cycled": _apart(*y),
        },
        upstream=SCALAR,
        config=config,
        ours=x != y,  # most people's pictures are of one size
        differentiable=("x_cycled", "y_cycled"),
        options={"outputs": ("L",)},
    )


def _apart(*shape: int) -> Draw:
    return normal(*shape, apart=0.5)


def _of_itself(of: Implementations, a: Arrays) -> Arrays:
    """Return the loss of the two directions in the other order."""
    loss = of("cycle_consistency_loss")
    back = loss.__globals__["cycle_consistency_loss_backward"]
    turned = (a["y"], a["y_cycled"], a["x"], a["x_cycled"])
    dy_cycled, dx_cycled = back(a["dy"], *turned)
    return {"L": loss(*turned), "dx_cycled": dx_cycled, "dy_cycled": dy_cycled}


cycle_consistency_loss = Concept(
    kind="function",
    order=16,
    syllabus=("4-6-5",),
    needs=("gan", "conditional_gan"),
    title=Text("Cycle consistency loss", "サイクル一貫性損失(CycleGAN)"),
    summary=Text(
        "A picture that is turned into another kind and back should be itself again: the mean "
        "absolute difference of both round trips.",
        "画像を別の種類に変換し、また戻すと、元の画像に一致すべきである。"
        "両方向の往復について、平均絶対誤差をとる。",
    ),
    why=Text(
        "To turn horses into zebras, pairs of the same animal in both coats would be needed, and "
        "there are none. A GAN alone makes zebras that look real, but of any horse the same one. "
        "If a second generator must find the horse again from the zebra, the first may not throw "
        "away what the horse looked like. The two directions have one loss each, beside the two "
        "adversarial ones, with a weight of 10.",
        "馬の画像をシマウマに変えたくても、同じ動物の両方の姿を写した対はない。GAN だけでは"
        "本物らしいシマウマはできるが、どの馬からも同じ1頭になりかねない。もう1つの生成器が"
        "シマウマから元の馬を復元しなければならないなら、最初の生成器は馬の姿を"
        "捨てられない。両方向の損失を、2つの敵対的な損失に重み 10 で加える。",
    ),
    equation="L = weight (mean |F(G(x)) - x| + mean |G(F(y)) - y|)",
    formula=(
        r"L_{\text{cyc}} = \lambda \left( \frac{1}{n} \sum_i \left| F(G(x))_i - x_i \right| + "
        r"\frac{1}{m} \sum_j \left| G(F(y))_j - y_j \right| \right)",
        r"\frac{\partial L_{\text{cyc}}}{\partial F(G(x))_i} = \frac{\lambda}{n} \,\text{sign}"
        r"(F(G(x))_i - x_i)",
    ),
    derivation=(
        Step(
            heading=Text(
                "Every pixel pulls with the same force",
                "どの画素も同じ強さで引く",
            ),
            text=Text(
                "The slope of an absolute value is its sign, so a few bad pixels do not rule, as "
                "they would with squares, and edges stay sharp.",
                "絶対値の傾きは符号なので、二乗誤差と違って少数の大きく外れた画素に支配されず、"
                "輪郭がぼけにくい。",
            ),
            equation=r"\frac{\partial}{\partial u} |u - x| = \text{sign}(u - x)",
        ),
        Step(
            heading=Text(
                "Each generator hears from both round trips",
                "どちらの生成器も、両方の往復から勾配を受け取る",
            ),
            text=Text(
                "F ends the one and begins the other. What is returned here goes back through both "
                "networks by their own backward.",
                "F は一方の往復の終わりにあり、もう一方の始まりにある。ここで返した勾配は、"
                "それぞれの backward を通って両方のネットワークに届く。",
            ),
            equation=r"\frac{\partial L}{\partial G(x)} = \left( \frac{\partial F}{\partial G(x)} "
            r"\right)^\top \frac{\partial L}{\partial F(G(x))}",
        ),
    ),
    shapes={"x": "any", "x_cycled": "as x", "y": "any", "y_cycled": "as y", "L": "scalar"},
    sources=(f"{ZHU}, eq. 2",),
    cases=(
        _case("images", (2, 3, 5, 4), (2, 3, 5, 4)),
        _case("vectors", (4, 3), (4, 3), weight=1.0),
        _case("other_weight", (3, 4), (3, 4), weight=0.5),
        _case("two_sizes", (3, 4), (2, 5)),
        _case("one_example", (1, 3), (1, 3)),
        Case(
            "home_again",
            inputs={
                "x": values([1.0, -2.0, 3.0]),
                "x_cycled": values([1.0, -1.0, 3.5]),
                "y": values([0.5, 0.25, -1.0]),
                "y_cycled": values([0.5, -4.0, -2.0]),
            },
            upstream=SCALAR,
            differentiable=("x_cycled", "y_cycled"),
            kink=True,
            options={"outputs": ("L",)},
        ),
    ),
    defaults=(Default("weight", 10.0),),
    conventions=(
        Convention(
            name="without_weight",
            text=Text(
                "It is not weighted: lambda stands outside.",
                "重み lambda を掛けていない。外で掛ける形である。",
            ),
            config={"weight": 1.0},
        ),
    ),
    also_called=("cycle_loss", "cycle_consistency", "calc_cycle_loss"),
    identities=(
        Identity(
            sibling="cycle_consistency_loss",
            text=Text(
                "The two directions have equal rights: exchanged, the loss is the same.",
                "2つの方向は対等であり、入れ替えても損失は変わらない。",
            ),
            case=_case("exchanged", (3, 4), (5, 2)),
            left=evaluated("cycle_consistency_loss"),
            right=_of_itself,
        ),
    ),
    mistakes=(
        Mistake(
            name="one_direction_only",
            ja="片方向しか数えない",
            line="return float(weight) * (there_and_back + back_and_there)",
            wrong="return float(weight) * there_and_back",
            why=Text(
                "Both round trips count; with one alone the other generator may forget its input.",
                "両方の往復が要る。一方だけでは、もう一方の生成器が入力を忘れてもよくなる。",
            ),
        ),
        Mistake(
            name="squared",
            ja="絶対値の代わりに二乗する",
            line="there_and_back = np.abs(x_cycled - x).mean()",
            wrong="there_and_back = ((x_cycled - x) ** 2).mean()",
            why=Text(
                "The paper takes absolute values, which blur less than squares.",
                "論文は絶対値を使う。二乗より画像がぼけにくい。",
            ),
        ),
        Mistake(
            name="weight_forgotten_on_the_way_back",
            ja="逆伝播で重みを忘れる",
            line="each = np.asarray(dL, dtype=x_cycled.dtype) * float(weight)",
            wrong="each = np.asarray(dL, dtype=x_cycled.dtype)",
            why=Text(
                "lambda multiplies the loss, and so its gradient.",
                "lambda は損失に掛かるので、勾配にも掛かる。",
            ),
        ),
        Mistake(
            name="sign_turned",
            ja="符号が逆",
            line="dx_cycled = each * np.sign(x_cycled - x) / x.size",
            wrong="dx_cycled = each * np.sign(x - x_cycled) / x.size",
            why=Text(
                "Where the picture that came home is brighter, making it brighter costs more.",
                "戻ってきた画像のほうが明るいなら、さらに明るくすると損失は増える。",
            ),
        ),
        Mistake(
            name="difference_for_its_sign",
            ja="符号の代わりに差を使う",
            line="dy_cycled = each * np.sign(y_cycled - y) / y.size",
            wrong="dy_cycled = each * (y_cycled - y) / y.size",
            why=Text(
                "That is the gradient of half the square.",
                "これは二乗の半分の勾配である。",
            ),
        ),
    ),
)
