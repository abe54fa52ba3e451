"""The value of a generative adversarial network's game."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.generative._sources import GOODFELLOW
from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, real: Draw, fake: Draw, upstream: Draw = SCALAR, **config: Any) -> Case:
    return Case(
        name,
        inputs={"d_real": real, "d_fake": fake},
        upstream=upstream,
        config=config,
        ours=real.shape != fake.shape,  # most people's batches are of one size
        options={"outputs": ("V",)},
    )


def _p(*shape: int) -> Draw:
    return uniform(*shape, low=0.25, high=0.625)


def _as_cross_entropy(of: Implementations, a: Arrays) -> Arrays:
    """Return the negative cross-entropy of real ones labelled 1 and fakes labelled 0."""
    real, fake = (of("binary_cross_entropy")() for _ in range(2))
    loss = real.forward(a["d_real"], np.ones_like(a["d_real"])) + fake.forward(
        a["d_fake"], np.zeros_like(a["d_fake"])
    )
    back = {"dd_real": real.backward(-a["dy"]), "dd_fake": fake.backward(-a["dy"])}
    return {"V": -loss, **back}


gan_value = Concept(
    kind="function",
    order=10,
    syllabus=("4-6-4",),
    needs=("binary_cross_entropy",),
    title=Text("Value function of a GAN", "GAN の価値関数 V(D, G)"),
    summary=Text(
        "What generator and discriminator play for: the discriminator makes it large, the "
        "generator small. At the end of a perfect game it is -log 4.",
        "生成器と識別器が争う量である。識別器はこれを最大化し、生成器は最小化する。"
        "理想的に決着すると -log 4 になる。",
    ),
    why=Text(
        "A generator that makes images has no target for each image, and its density cannot be "
        "computed. So a second network is its critic: it learns to tell real examples from made "
        "ones, and the generator learns to defeat it. For a fixed generator the best discriminator "
        "says p_data / (p_data + p_G), and what V then measures is the Jensen-Shannon divergence "
        "of the two: V = -log 4 + 2 JS. So the game is about a distance between distributions, "
        "although nobody ever computed a density.",
        "画像を作る生成器には、1枚ごとの正解がなく、密度も計算できない。"
        "そこで2つ目のネットワークに批評させる。識別器は本物と作り物を見分けるように、"
        "生成器は識別器を欺くように学習する。生成器を固定すると、最良の識別器は "
        "p_data / (p_data + p_G) であり、このとき V = -log 4 + 2 JS となって、V は2つの分布の"
        "イェンセン・シャノン・ダイバージェンスを測っている。密度を一度も計算せずに、"
        "分布どうしの隔たりを縮めていることになる。",
    ),
    equation="V(D, G) = mean log D(x) + mean log(1 - D(G(z)))",
    formula=(
        r"\min_G \max_D V(D, G) = E_x [\log D(x)] + E_z [\log (1 - D(G(z)))]",
        r"D^*(x) = \frac{p_{\text{data}}(x)}{p_{\text{data}}(x) + p_G(x)}, \quad V(D^*, G) = "
        r"-\log 4 + 2 \,\text{JS}(p_{\text{data}} \| p_G)",
        r"\frac{\partial V}{\partial D(x_n)} = \frac{1}{N} \frac{1}{D(x_n)}, \quad "
        r"\frac{\partial V}{\partial D(G(z_m))} = -\frac{1}{M} \frac{1}{1 - D(G(z_m))}",
    ),
    derivation=(
        Step(
            heading=Text(
                "At one point x the discriminator weighs two logarithms",
                "点 x ごとに、識別器は2つの対数を秤にかける",
            ),
            text=Text(
                "p_data log D + p_G log(1 - D) is largest where its slope is 0.",
                "p_data log D + p_G log(1 - D) は、傾きが 0 になるところで最大になる。",
            ),
            equation=r"\frac{p_{\text{data}}}{D} - \frac{p_G}{1 - D} = 0 \quad \Rightarrow \quad "
            r"D^* = \frac{p_{\text{data}}}{p_{\text{data}} + p_G}",
            check=Text(
                "Where both densities are alike D* = 1/2, and V = 2 log 1/2 = -log 4.",
                "2つの密度が等しければ D* = 1/2 で、V = 2 log 1/2 = -log 4 となる。",
            ),
        ),
        Step(
            heading=Text(
                "Each answer's gradient is one over what it gave the truth",
                "各判定の勾配は、正解に与えた確率の逆数である",
            ),
            text=Text(
                "Through the sigmoid it becomes bounded: 1 - D for a real example, -D for a fake.",
                "シグモイドを通すと有界になり、本物では 1 - D、作り物では -D になる。",
            ),
            equation=r"\frac{\partial V}{\partial a_n} = \frac{1}{N} (1 - D(x_n)), \quad "
            r"\frac{\partial V}{\partial a_m} = -\frac{1}{M} D(G(z_m))",
        ),
    ),
    shapes={"d_real": "any, from 0 to 1, or logits", "d_fake": "likewise", "V": "scalar"},
    sources=(f"{GOODFELLOW}, eq. 1, proposition 1 and theorem 1",),
    cases=(
        _case("probabilities", _p(4, 1), _p(4, 1)),
        _case("batches_of_two_sizes", _p(4, 1), _p(5, 1)),
        _case("loss", _p(3), _p(3), as_loss=True),
        _case("logits", normal(4, 1), normal(4, 1), from_logits=True),
        _case("logits_of_two_sizes", normal(4, 1), normal(3, 1), from_logits=True),
        _case("loss_from_logits", normal(5), normal(5), from_logits=True, as_loss=True),
        _case("images", _p(2, 3), _p(2, 3)),
        _case("one_example", _p(1), _p(1)),
        _case(
            "at_the_optimum",
            values([0.5, 0.5, 0.5]),
            values([0.5, 0.5, 0.5]),
        ),
        _case("sure", values([40.0, -50.0, 2.0]), values([-60.0, 45.0, 0.0]), from_logits=True),
    ),
    defaults=(Default("from_logits", False), Default("as_loss", False)),
    conventions=(
        Convention(
            name="discriminators_loss",
            text=Text(
                "It is the discriminator's loss, -V.",
                "符号を変えて、識別器の損失 -V としている。",
            ),
            config={"as_loss": True},
        ),
        Convention(
            name="takes_logits",
            text=Text(
                "It takes logits, and has the sigmoid inside.",
                "ロジットを受け取り、シグモイドは中で適用する。",
            ),
            config={"from_logits": True},
        ),
    ),
    also_called=(
        "discriminator_loss",
        "d_loss",
        "disc_loss",
        "loss_d",
        "value_function",
        "minimax_value",
        "gan_loss",
        "discriminator_bce",
    ),
    identities=(
        Identity(
            sibling="binary_cross_entropy",
            text=Text(
                "Its negative is the binary cross-entropy with 1 for the real ones and 0 for the "
                "fakes.",
                "符号を変えると、本物を 1、作り物を 0 とした二値交差エントロピーになる。",
            ),
            case=_case("cross_entropy", _p(4), _p(3)),
            left=evaluated("gan_value"),
            right=_as_cross_entropy,
        ),
    ),
    mistakes=(
        Mistake(
            name="labels_exchanged",
            ja="ラベルを取り違える",
            line="log_real, log_not_fake = np.log(d_real), np.log1p(-d_fake)",
            wrong="log_real, log_not_fake = np.log1p(-d_real), np.log(d_fake)",
            why=Text(
                "D says how probable it is that an example is real: 1 for x, 0 for G(z).",
                "D が出すのは本物である確率である。x に 1、G(z) に 0 を求める。",
            ),
        ),
        Mistake(
            name="fakes_left_out",
            ja="偽物の項を落とす",
            line="V = log_real.mean() + log_not_fake.mean()",
            wrong="V = log_real.mean()",
            why=Text(
                "A discriminator that is only asked about real examples says 1 to everything.",
                "本物についてしか問われない識別器は、何に対しても 1 と答える。",
            ),
        ),
        Mistake(
            name="fakes_as_if_real",
            ja="偽物を本物として数える",
            line="log_real, log_not_fake = np.log(d_real), np.log1p(-d_fake)",
            wrong="log_real, log_not_fake = np.log(d_real), np.log(d_fake)",
            why=Text(
                "Both halves would ask for 1. The fakes' half asks for 0: log(1 - D).",
                "これではどちらにも 1 を求めてしまう。作り物には 0 を求めるので、"
                "log(1 - D) である。",
            ),
        ),
        Mistake(
            name="summed_not_averaged",
            ja="平均せずに合計する",
            line="V = log_real.mean() + log_not_fake.mean()",
            wrong="V = log_real.sum() + log_not_fake.sum()",
            why=Text(
                "V has expectations; sums would weigh the two halves by how many of each there "
                "are.",
                "V は期待値である。合計にすると、それぞれの個数で重みが変わってしまう。",
            ),
        ),
        Mistake(
            name="sign_of_the_fakes_slope",
            ja="偽物の項の傾きの符号が逆",
            line="slope_fake = -sigmoid(d_fake) if from_logits else -1 / (1 - d_fake)",
            wrong="slope_fake = sigmoid(d_fake) if from_logits else 1 / (1 - d_fake)",
            why=Text(
                "log(1 - D) falls as D grows.",
                "log(1 - D) は D が大きくなるほど小さくなる。",
            ),
        ),
    ),
)
