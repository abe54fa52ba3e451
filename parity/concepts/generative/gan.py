"""The generative adversarial network."""

from __future__ import annotations

from typing import Any

from parity.concepts.generative._gan_texts import AT_THE_LOGITS, MISTAKES, TWO_GAMES
from parity.concepts.generative._shared import LOSSES_OF_BOTH, LR, perceptron
from parity.concepts.generative._sources import GOODFELLOW
from parity.describing.concept import Case, Concept, Default, Text
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations

OUTPUTS = ("L_D", "L_G")


def _case(name: str, N: int, M: int, z: int, H: int, x: int, steps: int = 0, **config: Any) -> Case:
    lead = (steps,) if steps else ()
    inputs = {"x": normal(*lead, N, x), "z": normal(*lead, M, z)}
    if steps:
        inputs["z_G"] = normal(*lead, M, z)
    options: dict[str, Any] = {"outputs": OUTPUTS}
    if steps:
        options["own_steps"] = True
    elif config.get("detached", True):
        options["differences"] = ()  # they would see what is detached
    told = config if steps else {"activation": "tanh", **config}
    return Case(
        name,
        inputs=inputs,
        params={**perceptron("generator", z, H, x), **perceptron("discriminator", x, H, 1)},
        upstream=LOSSES_OF_BOTH,
        config={"n_z": z, "n_hidden": H, "n_x": x, **told},
        ours=N != M,  # most people's batches are of one size
        options=options,
    )


def _both_losses(of: Implementations, a: Arrays) -> Arrays:
    model = of("gan")(2, 4, 3)
    for name, array in model.params.items():
        array[...] = a[name]
    L_D, L_G = model.forward(a["x"], a["z"])
    return {"L_D": L_D, "L_G": L_G}


def _from_the_value(of: Implementations, a: Arrays) -> Arrays:
    model = of("gan")(2, 4, 3)
    for name, array in model.params.items():
        array[...] = a[name]
    real, fake = model.judge(a["x"]), model.judge(model.generate(a["z"]))
    return {
        "L_D": of("gan_value")(real, fake, from_logits=True, as_loss=True),
        "L_G": of("generator_loss")(fake, from_logits=True),
    }


GAN = Concept(
    kind="layer",
    name="gan",
    order=12,
    syllabus=("4-6-4",),
    needs=("mlp", "gan_value", "generator_loss"),
    title=Text("Generative adversarial network (GAN)", "敵対的生成ネットワーク(GAN)"),
    summary=Text(
        "Two networks against each other: a generator turns noise into examples, a discriminator "
        "tells them from real ones, and each step moves first the one, then the other.",
        "2つのネットワークを競わせる。生成器はノイズからデータを作り、識別器は本物と見分ける。"
        "1ステップで識別器、生成器の順に更新する。",
    ),
    why=Text(
        "The best judge of whether an image looks real is hard to write down, so it is learned as "
        "well. Nothing is averaged here as in a VAE, and the images are sharp. The price is a game "
        "instead of a descent: no number falls from step to step, a discriminator that is too good "
        "leaves the generator without a slope, and a generator that found one example which "
        "deceives it may make nothing else (mode collapse).",
        "画像が本物らしいかを判定する基準は書き下しにくいので、それも学習する。"
        "VAE のような平均が入らないため、画像は鮮明になる。その代わり、学習は降下ではなく"
        "ゲームになる。ステップごとに単調に下がる量はなく、識別器が強すぎると生成器の勾配が"
        "消え、欺けるデータを1つ見つけた生成器がそればかり作ること(モード崩壊)もある。",
    ),
    equation="L_D = -mean log D(x) - mean log(1 - D(G(z))); L_G = -mean log D(G(z))",
    formula=(
        r"L_D = -\frac{1}{N} \sum_n \log D(x_n) - \frac{1}{M} \sum_m \log (1 - D(G(z_m)))",
        r"L_G = -\frac{1}{M} \sum_m \log D(G(z_m)), \quad L_{\text{minimax}} = \frac{1}{M} "
        r"\sum_m \log (1 - D(G(z_m)))",
    ),
    derivation=(TWO_GAMES, AT_THE_LOGITS),
    shapes={
        "x": "(N, n_x)",
        "z": "(M, n_z)",
        "generator.dense1.W": "(n_z, n_hidden)",
        "generator.dense2.W": "(n_hidden, n_x)",
        "discriminator.dense1.W": "(n_x, n_hidden)",
        "discriminator.dense2.W": "(n_hidden, 1)",
        "L_D, L_G": "scalars",
    },
    sources=(f"{GOODFELLOW}, algorithm 1",),
    cases=(
        _case("detached", 5, 5, 2, 6, 3),
        _case("batches_of_two_sizes", 4, 5, 2, 6, 3),
        _case("not_detached", 5, 5, 2, 6, 3, detached=False),
        _case("minimax", 4, 4, 2, 5, 6, form="minimax"),
        _case("minimax_not_detached", 3, 4, 2, 5, 6, form="minimax", detached=False),
        _case("one_example", 1, 1, 3, 4, 2),
        _case("eight_steps", 4, 5, 2, 6, 3, steps=8, lr=LR),
        _case("minimax_steps", 3, 4, 2, 5, 6, steps=7, lr=LR, form="minimax"),
        _case("steps_with_tanh", 5, 3, 2, 4, 6, steps=7, lr=2 * LR, activation="tanh"),
        _case("steps_not_detached", 4, 3, 2, 6, 5, steps=1, lr=LR, detached=False),
    ),
    defaults=(
        Default("form", "non_saturating"),
        Default("detached", True),
        Default("lr", 0.1),
        Default("activation", "leaky_relu"),
    ),
    also_called=("vanilla_gan", "adversarial_network"),
    identities=(
        Identity(
            sibling="gan_value",
            text=Text(
                "Its losses are -V, and the generator's loss, of what the discriminator says.",
                "2つの損失は、識別器の出力に対する -V と生成器の損失である。",
            ),
            case=_case("of_the_value", 4, 5, 2, 4, 3, activation="leaky_relu"),
            left=_both_losses,
            right=_from_the_value,
        ),
    ),
    mistakes=MISTAKES,
)
