"""The Wasserstein GAN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from parity.concepts.generative._shared import LR, perceptron
from parity.concepts.generative._sources import ARJOVSKY, GULRAJANI
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

OUTPUTS = ("L_C", "L_G")
CANCELS = "what is added to every f cancels in a difference of means"
OF_THE_OTHER = "a loss has a gradient for its own part alone"
CRITIC = ("dcritic.dense1.W", "dcritic.dense1.b", "dcritic.dense2.W", "dcritic.dense2.b")
GENERATOR = tuple(f"dgenerator.{name}" for name in ("dense1.W", "dense1.b", "dense2.W", "dense2.b"))


def _case(name: str, N: int, z: int, H: int, x: int, steps: int = 0, **config: Any) -> Case:
    lead = (steps,) if steps else ()
    inputs = {"x": normal(*lead, N, x), "z": normal(*lead, N, z)}
    if steps:
        inputs["z_G"] = normal(*lead, N, z)
    if config.get("penalty", 10.0):
        inputs["u"] = uniform(*lead, N, 1)
    options: dict[str, Any] = {"outputs": OUTPUTS}
    options |= {"own_steps": True} if steps else {"differences": ()}
    return Case(
        name,
        inputs=inputs,
        params={**perceptron("generator", z, H, x), **perceptron("critic", x, H, 1)},
        upstream={"L_C": SCALAR, "L_G": SCALAR},
        config={"n_z": z, "n_hidden": H, "n_x": x, **config},
        differentiable=("x", "z"),
        zero={} if steps else {"dcritic.dense2.b": CANCELS},
        options=options,
    )


def _of_one_loss(
    case: Case, given: Mapping[str, Draw], own: tuple[str, ...], other: tuple[str, ...]
) -> Case:
    """Return a case of one loss alone, whose gradients finite differences can tell.

    Of both together they would see each loss in the other's part too, which is detached from it.
    """
    return replace(
        case,
        upstream=given,
        zero={"dcritic.dense2.b": CANCELS, **dict.fromkeys(other, OF_THE_OTHER)},
        ours=True,  # people's code gives both losses a gradient
        options={**case.options, "differences": own},
    )


def _critic(of: Implementations, a: Arrays) -> Arrays:
    model = of("wasserstein_gan")(2, 5, 3, penalty=0.0)
    for name, array in model.params.items():
        array[...] = a[name]
    L_C, L_G = model.forward(a["x"], a["z"])
    return {"L_C": L_C, "L_G": L_G}


def _means_of_two_networks(of: Implementations, a: Arrays) -> Arrays:
    """Return differences of means of the logits that a GAN's parts give."""
    model = of("gan")(2, 5, 3, activation="tanh")
    for name, array in model.params.items():
        array[...] = a[name.replace("discriminator", "critic")]
    real, fake = model.judge(a["x"]), model.judge(model.generate(a["z"]))
    return {"L_C": np.mean(fake) - np.mean(real), "L_G": -np.mean(fake)}


WassersteinGAN = Concept(
    kind="layer",
    name="wasserstein_gan",
    order=15,
    syllabus=("4-6-4",),
    needs=("gan",),
    title=Text("Wasserstein GAN", "Wasserstein GAN"),
    summary=Text(
        "A GAN whose critic gives numbers instead of probabilities, and is kept from being steep "
        "by clipping its weights or by a gradient penalty. Its loss estimates a distance.",
        "識別器の代わりに、確率ではなく実数を出すクリティックを使う GAN である。"
        "重みのクリッピングか勾配ペナルティで傾きを抑えると、損失が分布間の距離の推定になる。",
    ),
    why=Text(
        "Where the made examples lie apart from the real ones, the Jensen-Shannon divergence is "
        "constant, however far: a perfect discriminator leaves no slope. The Wasserstein distance, "
        "how much earth must be moved how far, falls steadily as they come nearer. It is the "
        "largest difference of means that a function of slope at most 1 can show. Clipping keeps "
        "the slope bounded somehow; the penalty asks for a slope of 1 where it matters, between "
        "the two. The loss can be watched: it falls as the examples get better, and the modes "
        "collapse less.",
        "作り物が本物と重ならないところにあると、イェンセン・シャノン・ダイバージェンスは"
        "どれだけ離れていても一定で、完璧な識別器からは勾配が得られない。"
        "土をどれだけの距離運ぶかを表す Wasserstein 距離なら、近づくにつれて着実に小さくなる。"
        "それは、傾きが 1 以下の関数が示しうる平均の差の最大値に等しい。クリッピングは傾きを"
        "ともかく有界にし、ペナルティは両者の間で傾きが 1 になるよう求める。損失は生成の質と"
        "ともに下がるので、学習の様子が見え、モード崩壊も起こりにくい。",
    ),
    equation="L_C = mean f(G(z)) - mean f(x) + penalty mean (|df/dx_mix| - 1)^2; "
    "L_G = -mean f(G(z)); x_mix = u x + (1 - u) G(z)",
    formula=(
        r"W(p, q) = \sup_{\left\| f \right\|_{\text{Lip}} \le 1} E_p [f(x)] - E_q [f(x)]",
        r"L_C = \frac{1}{N} \sum_n \left( f(G(z_n)) - f(x_n) + \lambda \left( \left\| \nabla "
        r"f(\tilde{x}_n) \right\| - 1 \right)^2 \right), \quad L_G = -\frac{1}{N} \sum_n "
        r"f(G(z_n))",
        r"\tilde{x} = u\,x + (1 - u) G(z), \quad u \sim U(0, 1)",
        r"w \leftarrow \min(\max(w, -c), c)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The critic's own gradient at the input is a product of two layers",
                "入力に対するクリティックの勾配は、2つの層の積である",
            ),
            text=Text(
                "f = w · h + b with h = tanh(x W + b₁); no bias at the output has a part in it.",
                "h = tanh(x W + b₁)、f = w · h + b とする。出力のバイアスは関係しない。",
            ),
            equation=r"g = \frac{\partial f}{\partial x} = \left( w \odot (1 - h^2) \right) W^\top",
        ),
        Step(
            heading=Text(
                "The penalty pulls along g itself",
                "ペナルティは g の方向に働く",
            ),
            text=Text(
                "Longer than 1, it is shortened, shorter, lengthened.",
                "長さが 1 を超えていれば縮め、足りなければ伸ばす。",
            ),
            equation=r"\frac{\partial P}{\partial g_n} = \frac{2}{N} \left( \left\| g_n \right\| "
            r"- 1 \right) \frac{g_n}{\left\| g_n \right\|}",
        ),
        Step(
            heading=Text(
                "Its gradient at the weights holds the second derivative of tanh",
                "重みについての勾配には tanh の2階微分が現れる",
            ),
            text=Text(
                "W stands in g twice: as itself, and inside h.",
                "W は g の中に2回現れる。そのままの形と、h の中である。",
            ),
            equation=r"\frac{\partial P}{\partial W} = \frac{\partial P}{\partial g}^\top \left( w "
            r"\odot (1 - h^2) \right) + x^\top \left( \frac{\partial P}{\partial g} W \odot w "
            r"\odot (-2 h) \odot (1 - h^2) \right)",
            check=Text(
                "PyTorch's create_graph and Keras' tape within a tape give the same.",
                "PyTorch の create_graph、Keras の入れ子の tape と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_x)",
        "z": "(N, n_z)",
        "u": "(N, 1), from 0 to 1",
        "generator.dense1.W": "(n_z, n_hidden)",
        "generator.dense2.W": "(n_hidden, n_x)",
        "critic.dense1.W": "(n_x, n_hidden)",
        "critic.dense2.W": "(n_hidden, 1)",
        "L_C, L_G": "scalars",
    },
    sources=(f"{ARJOVSKY}, algorithm 1", f"{GULRAJANI}, algorithm 1"),
    cases=(
        _case("gradient_penalty", 4, 2, 5, 3),
        _case("without_penalty", 5, 2, 4, 3, penalty=0.0),
        _case("one_example", 1, 2, 4, 3, penalty=2.0),
        _of_one_loss(
            _case("critic_alone", 4, 2, 5, 3, penalty=2.0),
            {"L_C": SCALAR},
            own=CRITIC,
            other=("dz", *GENERATOR),
        ),
        _of_one_loss(
            _case("generator_alone", 5, 2, 4, 3, penalty=0.0),
            {"L_C": values(0.0), "L_G": SCALAR},
            own=("dz", *GENERATOR),
            other=("dx", *CRITIC),
        ),
        _case("penalty_steps", 4, 2, 5, 3, steps=6, lr=LR / 8),
        _case("small_penalty_steps", 4, 3, 6, 2, steps=5, lr=LR, penalty=0.5),
        _case("clipped_steps", 4, 2, 5, 3, steps=6, lr=LR, penalty=0.0, clip=0.25),
        _case("clipped_and_penalty", 3, 2, 6, 5, steps=4, lr=LR, penalty=1.0, clip=0.5),
    ),
    defaults=(Default("clip", 0.0), Default("penalty", 10.0), Default("lr", 0.1)),
    also_called=("wgan", "wgan_gp"),
    identities=(
        Identity(
            sibling="gan",
            text=Text(
                "Without a penalty its losses are differences of the mean logits of a GAN's parts.",
                "ペナルティがなければ、損失は GAN のロジットの平均の差である。",
            ),
            case=_case("mean_logits", 4, 2, 5, 3, penalty=0.0),
            left=_critic,
            right=_means_of_two_networks,
        ),
    ),
    mistakes=(
        Mistake(
            name="critic_upside_down",
            ja="critic の符号が逆",
            line="L_C = f_fake.mean() - f_real.mean()",
            wrong="L_C = f_real.mean() - f_fake.mean()",
            why=Text(
                "The critic is to be high on real examples; what it minimizes is the other way "
                "round.",
                "クリティックは本物に高い値を付ける。最小化する損失ではその逆になる。",
            ),
        ),
        Mistake(
            name="only_steep_ones_punished",
            ja="急な勾配しか罰しない",
            line="return ((length - 1) ** 2).mean()",
            wrong="return (np.maximum(length - 1, 0) ** 2).mean()",
            why=Text(
                "That is the one-sided penalty; the two-sided one also lengthens what is below 1.",
                "これは片側のペナルティである。両側のペナルティは 1 に満たない傾きも伸ばす。",
            ),
        ),
        Mistake(
            name="square_of_the_length",
            ja="長さの二乗を使う",
            line="length = np.sqrt((g**2).sum(axis=1, keepdims=True))",
            wrong="length = (g**2).sum(axis=1, keepdims=True)",
            why=Text(
                "The length of g is to be 1, so the root is needed.",
                "1 に近づけるのは g の長さなので、平方根が要る。",
            ),
        ),
        Mistake(
            name="second_derivative_left_out",
            ja="2 階微分を落とす",
            line='grads["W"] = grads["W"] + dg.T @ slope + x_mix.T @ da',
            wrong='grads["W"] = grads["W"] + dg.T @ slope',
            why=Text(
                "W acts inside tanh as well, and the slope there changes with it.",
                "W は tanh の中にも現れ、その傾きも W とともに変わる。",
            ),
        ),
        Mistake(
            name="penalty_without_a_gradient",
            ja="罰則項に勾配がない",
            line="self._add_penalty_gradients(dL_C * self.weight)",
            wrong="pass",
            why=Text(
                "The penalty must teach the critic: its graph has to be kept (create_graph=True).",
                "ペナルティはクリティックを変えなければならない。"
                "計算グラフを残す必要がある(create_graph=True)。",
            ),
        ),
        Mistake(
            name="clipped_from_above_only",
            ja="上側しかクリップしない",
            line="np.clip(w, -self.clip, self.clip, out=w)",
            wrong="np.minimum(w, self.clip, out=w)",
            why=Text(
                "The weights are kept between -c and c.",
                "重みは -c から c の範囲に収める。",
            ),
        ),
        Mistake(
            name="generator_helps_the_critic",
            ja="生成器が critic を助ける",
            line="dfake = self.critic.backward(np.concatenate([0 * share, -dL_G * share]))[N:]",
            wrong="dfake = self.critic.backward(np.concatenate([0 * share, dL_G * share]))[N:]",
            why=Text(
                "L_G = -mean f(G(z)): the generator wants high numbers for its examples.",
                "L_G = -mean f(G(z)) であり、生成器は自分のデータに高い値が付くことを望む。",
            ),
        ),
    ),
)
