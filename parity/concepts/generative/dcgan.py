"""A small deep convolutional GAN."""

from __future__ import annotations

from typing import Any

from parity.concepts.generative._gan_texts import TWO_GAMES
from parity.concepts.generative._shared import LOSSES_OF_BOTH, LR
from parity.concepts.generative._sources import RADFORD
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, uniform
from parity.describing.identity import Arrays, Identity, Implementations

OUTPUTS = ("L_D", "L_G")
SIZES = {"n_z": 6, "n_filters": 7, "image": (1, 4, 6), "kernel_size": (2, 4)}


def _case(
    name: str,
    N: int,
    M: int,
    steps: int = 0,
    channels: int = 1,
    **config: Any,
) -> Case:
    """Return a case with images of 4 rows and 6 columns."""
    lead = (steps,) if steps else ()
    z, F, C = 6, 7, channels
    inputs = {"x": uniform(*lead, N, C, 4, 6, low=-1.0), "z": normal(*lead, M, z)}
    if steps:
        inputs["z_G"] = normal(*lead, M, z)
    options: dict[str, Any] = {"outputs": OUTPUTS}
    options |= {"own_steps": True} if steps else {"differences": ()}
    return Case(
        name,
        inputs=inputs,
        params={
            "generator.deconv1.W": normal(z, F, 2, 3),
            "generator.norm1.gamma": normal(F, shift=1.0, scale=0.25),
            "generator.norm1.beta": normal(F),
            "generator.deconv2.W": normal(F, C, 2, 4, scale=0.5),
            "generator.deconv2.b": normal(C),
            "discriminator.conv1.W": normal(F, C, 2, 4, scale=0.5),
            "discriminator.conv1.b": normal(F),
            "discriminator.conv2.W": normal(1, F, 2, 3, scale=0.5),
            "discriminator.conv2.b": normal(1),
        },
        buffers={
            "generator.norm1.running_mean": normal(F),
            "generator.norm1.running_var": uniform(F, low=0.5, high=1.5),
        },
        upstream=LOSSES_OF_BOTH,
        config={**SIZES, "image": (C, 4, 6), **config},
        kink=True,
        ours=N != M,  # most people's batches are of one size
        images=("x", "dx"),
        options=options,
    )


def _itself(of: Implementations, a: Arrays) -> Arrays:
    model = of("dcgan")(**SIZES)
    for name, array in model.params.items():
        array[...] = a[name]
    L_D, L_G = model.forward(a["x"], a["z"])
    return {"L_D": L_D, "L_G": L_G}


def _from_the_value(of: Implementations, a: Arrays) -> Arrays:
    model = of("dcgan")(**SIZES)
    for name, array in model.params.items():
        array[...] = a[name]
    real, fake = model.judge(a["x"]), model.judge(model.generate(a["z"]))
    return {
        "L_D": of("gan_value")(real, fake, from_logits=True, as_loss=True),
        "L_G": of("generator_loss")(fake, from_logits=True),
    }


DCGAN = Concept(
    kind="layer",
    name="dcgan",
    order=14,
    syllabus=("4-6-4",),
    needs=("gan", "conv_transpose2d", "batch_norm", "leaky_relu"),
    title=Text("DCGAN", "DCGAN"),
    summary=Text(
        "A GAN of strided and transposed convolutions, with batch normalization, leaky ReLU and a "
        "tanh at the end: the form in which GANs first made sharp images.",
        "ストライド付き畳み込みと転置畳み込みで作る GAN である。バッチ正規化、Leaky ReLU、"
        "最後の tanh を備え、GAN が初めて鮮明な画像を作れた構成である。",
    ),
    why=Text(
        "A perceptron has to learn anew at every place what an edge is, and GANs of deep "
        "convolutional networks did not train at first. Radford et al. found what makes them: "
        "strides instead of pooling, so that the network learns its own way of shrinking and "
        "growing; batch normalization, so that the generator does not collapse to one image at "
        "the start; leaky ReLU in the discriminator, so that every unit has a gradient to hand on; "
        "and tanh, so that the pixels lie where the data's do.",
        "全結合のネットワークは、輪郭とは何かを場所ごとに学び直さなければならない。かといって、"
        "深い畳み込みの GAN は当初うまく学習できなかった。Radford らは成功の条件を見つけた。"
        "プーリングの代わりにストライドを使い、縮小と拡大のしかた自体を学習する。"
        "バッチ正規化で、生成器が初期に1枚の画像に潰れるのを防ぐ。識別器では Leaky ReLU を使い、"
        "どのユニットも勾配を返せるようにする。"
        "出力は tanh とし、画素の範囲をデータに合わせる。",
    ),
    equation="G = tanh(deconv2(relu(norm(deconv1(z))))); D = s(conv2(leaky(conv1(x)))); losses of "
    "a GAN",
    formula=(
        r"G(z) = \tanh(\text{deconv}_2(\text{ReLU}(\text{BN}(\text{deconv}_1(z)))))",
        r"D(x) = s(\text{conv}_2(\text{LeakyReLU}_{0.2}(\text{conv}_1(x))))",
        r"L_D = -\frac{1}{N} \sum_n \log D(x_n) - \frac{1}{M} \sum_m \log (1 - D(G(z_m))), \quad "
        r"L_G = -\frac{1}{M} \sum_m \log D(G(z_m))",
        r"H_{\text{out}} = (H - 1) s - 2 p + k = 2 H \quad (s = 2, k = 2 p + 2)",
    ),
    derivation=(
        Step(
            heading=Text(
                "A transposed convolution of stride 2 doubles the image",
                "ストライド 2 の転置畳み込みは画像を2倍に広げる",
            ),
            text=Text(
                "With the same kernel and padding the convolution halves it again.",
                "同じカーネルとパディングの畳み込みは、それを半分に戻す。",
            ),
            equation=r"(H - 1) \cdot 2 - 2 p + (2 p + 2) = 2 H",
        ),
        TWO_GAMES,
        Step(
            heading=Text(
                "The generator's gradient comes through the discriminator's first layer",
                "生成器の勾配は、識別器の最初の層を通って届く",
            ),
            text=Text(
                "The convolution's way back is a transposed convolution: it paints on every pixel "
                "what would make it look more real.",
                "畳み込みの逆伝播は転置畳み込みであり、各画素をどう変えれば"
                "本物らしくなるかを描き出す。",
            ),
            equation=r"\frac{\partial L_G}{\partial G} = \text{conv}_1^\top \left( \frac{\partial "
            r"L_G}{\partial a_1} \right)",
        ),
    ),
    shapes={
        "x": "(N, C, H, W)",
        "z": "(M, n_z)",
        "generator.deconv1.W": "(n_z, n_filters, H/2, W/2)",
        "generator.deconv2.W": "(n_filters, C, kh, kw)",
        "discriminator.conv1.W": "(n_filters, C, kh, kw)",
        "discriminator.conv2.W": "(1, n_filters, H/2, W/2)",
        "L_D, L_G": "scalars",
    },
    sources=(f"{RADFORD}, section 3",),
    cases=(
        _case("detached", 3, 3),
        _case("batches_of_two_sizes", 2, 3),
        _case("not_detached", 3, 2, detached=False),
        _case("minimax", 2, 3, form="minimax"),
        _case("colours", 2, 5, channels=3),
        _case("three_steps", 2, 5, steps=3, lr=LR),
        _case("minimax_steps", 5, 3, steps=2, lr=LR, form="minimax"),
    ),
    defaults=(
        Default("kernel_size", 4),
        Default("form", "non_saturating"),
        Default("detached", True),
        Default("lr", 0.1),
        Default("initializer", None),
    ),
    also_called=("deep_convolutional_gan",),
    identities=(
        Identity(
            sibling="gan_value",
            text=Text(
                "Only the networks are others: its losses are those of a GAN's value.",
                "ネットワークが違うだけで、損失は GAN の価値関数のものである。",
            ),
            case=_case("losses_of_a_gan", 2, 3),
            left=_itself,
            right=_from_the_value,
        ),
    ),
    mistakes=(
        Mistake(
            name="relu_in_the_discriminator",
            ja="識別器に ReLU を使う",
            line='"leaky1": LeakyReLU(0.2),',
            wrong='"leaky1": ReLU(),',
            why=Text(
                "Where ReLU is silent no gradient comes through to the generator.",
                "ReLU が 0 を出すところでは、生成器に勾配が届かない。",
            ),
        ),
        Mistake(
            name="slope_of_the_default",
            ja="傾きを既定値のままにする",
            line='"leaky1": LeakyReLU(0.2),',
            wrong='"leaky1": LeakyReLU(0.01),',
            why=Text(
                "DCGAN's slope is 0.2; that of the frameworks' layers is another.",
                "DCGAN の傾きは 0.2 である。フレームワークの層の既定値とは異なる。",
            ),
        ),
        Mistake(
            name="tanh_forgotten",
            ja="tanh を忘れる",
            line='"tanh2": Tanh(),',
            wrong='"tanh2": LeakyReLU(1.0),',
            why=Text(
                "Without it the pixels leave the range from -1 to 1, to which the data are scaled.",
                "tanh がないと、データを揃えた -1 から 1 の範囲を画素が外れてしまう。",
            ),
        ),
        Mistake(
            name="running_statistics_in_training",
            ja="学習時に移動平均を使う",
            line="return self.generator.forward(z[:, :, np.newaxis, np.newaxis])",
            wrong="return self.generator.forward(z[:, :, np.newaxis, np.newaxis], training=False)",
            why=Text(
                "In training the generator is normalized by its batch; the running statistics are "
                "for drawing afterwards.",
                "学習中の生成器はバッチの統計量で正規化する。"
                "移動平均を使うのは、学習後に生成するときである。",
            ),
        ),
    ),
)
