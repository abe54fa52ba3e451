"""The conditional generative adversarial network."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.generative._gan_texts import GENERATOR_CLIMBS, TWO_GAMES
from parity.concepts.generative._shared import LOSSES_OF_BOTH, LR, perceptron
from parity.concepts.generative._sources import MIRZA
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, one_hot
from parity.describing.identity import Arrays, Identity, Implementations

OUTPUTS = ("L_D", "L_G")


def _case(name: str, N: int, z: int, H: int, x: int, C: int, steps: int = 0, **config: Any) -> Case:
    lead = (steps,) if steps else ()
    inputs: dict[str, Draw] = {"x": normal(*lead, N, x), "z": normal(*lead, N, z)}
    if steps:
        inputs["z_G"] = normal(*lead, N, z)
    inputs["c"] = one_hot(*lead, N, C)
    options: dict[str, Any] = {"outputs": OUTPUTS}
    if steps:
        options["own_steps"] = True
    elif config.get("detached", True):
        options["differences"] = ()
    told = config if steps else {"activation": "tanh", **config}
    return Case(
        name,
        inputs=inputs,
        params={
            **perceptron("generator", z + C, H, x),
            **perceptron("discriminator", x + C, H, 1),
        },
        upstream=LOSSES_OF_BOTH,
        config={"n_z": z, "n_hidden": H, "n_x": x, "n_classes": C, **told},
        differentiable=("x", "z"),
        options=options,
    )


def _conditional(of: Implementations, a: Arrays) -> Arrays:
    model = of("conditional_gan")(2, 5, 4, 3)
    for name, array in model.params.items():
        array[...] = a[name]
    L_D, L_G = model.forward(a["x"], a["z"], a["c"])
    return {"L_D": L_D, "L_G": L_G}


def _class_by_class(of: Implementations, a: Arrays) -> Arrays:
    """Return the mean over the examples of a GAN each, whose biases say the class."""
    found = []
    for x, z, c in zip(a["x"], a["z"], a["c"], strict=True):
        model = of("gan")(2, 5, 4)
        for name, array in model.params.items():
            array[...] = a[name][: len(array)]
        for part, n in (("generator", 2), ("discriminator", 4)):
            model.params[f"{part}.dense1.b"] += c @ a[f"{part}.dense1.W"][n:]
        found.append(model.forward(x[np.newaxis], z[np.newaxis]))
    L_D, L_G = np.mean(found, axis=0)
    return {"L_D": L_D, "L_G": L_G}


ConditionalGAN = Concept(
    kind="layer",
    name="conditional_gan",
    order=13,
    syllabus=("4-6-5",),
    needs=("gan", "one_hot"),
    title=Text("Conditional GAN", "条件付き GAN(Conditional GAN)"),
    summary=Text(
        "A GAN that is told what to make: the class stands beside the noise, and beside the "
        "example that is judged.",
        "何を作るかを指定できる GAN である。クラスをノイズと並べて生成器に、データと並べて"
        "識別器に与える。",
    ),
    why=Text(
        "A GAN makes some digit; nobody can ask it for a 7. If only the generator saw the class, "
        "nothing would make it obey. So the discriminator sees it as well, and a good 3 that was "
        "asked to be a 7 is a fake. The condition may be more than a class: a sentence, or a whole "
        "image, as in pix2pix.",
        "GAN は何かの数字を作るが、7 を作れとは頼めない。生成器にクラスを見せるだけでは、"
        "それに従う理由がない。識別器にも見せれば、7 と指定されて作った見事な 3 は"
        "作り物と判定される。条件はクラスに限らず、文や、pix2pix のように画像全体でもよい。",
    ),
    equation="L_D = -mean log D(x, c) - mean log(1 - D(G(z, c), c)); L_G = -mean log D(G(z, c), c)",
    formula=(
        r"L_D = -\frac{1}{N} \sum_n \left( \log D(x_n, c_n) + \log (1 - D(G(z_n, c_n), c_n)) "
        r"\right)",
        r"L_G = -\frac{1}{N} \sum_n \log D(G(z_n, c_n), c_n)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The condition is one more part of the input",
                "条件は入力の一部である",
            ),
            text=Text(
                "One-hot beside the noise, it picks a row of the first W: a bias for each class.",
                "ノイズと並べた one-hot は最初の W の行を選ぶ。クラスごとのバイアスになる。",
            ),
            equation=r"(z, c) W = z W_z + W_c[c]",
            check=Text(
                "A GAN whose first biases are those of the class has the same losses.",
                "最初の層のバイアスをそのクラスのものにした GAN と、損失が一致する。",
            ),
        ),
        TWO_GAMES,
        Step(
            heading=Text(
                "What comes back for the condition is dropped",
                "条件に戻る勾配は捨てる",
            ),
            text=Text(
                "Of the discriminator's gradient only the example's part goes on to the generator.",
                "識別器から戻る勾配のうち、生成器に渡すのはデータの部分だけである。",
            ),
            equation=r"\left( \frac{\partial L_G}{\partial G}, \frac{\partial L_G}{\partial c} "
            r"\right) = \frac{\partial L_G}{\partial a} W^\top",
        ),
    ),
    shapes={
        "x": "(N, n_x)",
        "z": "(N, n_z)",
        "c": "(N, n_classes) one-hot",
        "generator.dense1.W": "(n_z + n_classes, n_hidden)",
        "generator.dense2.W": "(n_hidden, n_x)",
        "discriminator.dense1.W": "(n_x + n_classes, n_hidden)",
        "discriminator.dense2.W": "(n_hidden, 1)",
        "L_D, L_G": "scalars",
    },
    sources=(f"{MIRZA}, eq. 2",),
    cases=(
        _case("detached", 5, 2, 6, 4, 3),
        _case("not_detached", 3, 2, 7, 5, 4, detached=False),
        _case("minimax", 4, 2, 7, 5, 3, form="minimax"),
        _case("one_example", 1, 2, 5, 3, 4),
        _case("six_steps", 5, 2, 8, 4, 3, steps=6, lr=LR),
        _case("minimax_steps", 4, 3, 7, 6, 2, steps=5, lr=LR, form="minimax", activation="tanh"),
    ),
    defaults=(
        Default("form", "non_saturating"),
        Default("detached", True),
        Default("lr", 0.1),
        Default("activation", "leaky_relu"),
    ),
    also_called=("cgan", "c_gan"),
    identities=(
        Identity(
            sibling="gan",
            text=Text(
                "For each class it is a GAN with other biases in its first layers.",
                "クラスごとに見れば、最初の層のバイアスが違う GAN である。",
            ),
            case=_case("class_by_class", 4, 2, 5, 4, 3, activation="leaky_relu"),
            left=_conditional,
            right=_class_by_class,
        ),
    ),
    mistakes=(
        Mistake(
            name="discriminator_not_told",
            ja="識別器に条件を渡さない",
            line="return self.discriminator.forward(np.concatenate([x, twice], axis=1))",
            wrong="return self.discriminator.forward(np.concatenate([x, 0 * twice], axis=1))",
            why=Text(
                "Then nothing makes the generator obey: a 3 is as good as the 7 it was asked for.",
                "これでは生成器が条件に従う理由がない。7 を頼まれて 3 を作っても見破られない。",
            ),
        ),
        Mistake(
            name="generator_not_told",
            ja="生成器に条件を渡さない",
            line="return self.generator.forward(np.concatenate([z, self.c], axis=1))",
            wrong="return self.generator.forward(np.concatenate([z, 0 * self.c], axis=1))",
            why=Text(
                "The generator cannot make what it was not asked for by name.",
                "何を作るかを知らされなければ、生成器は条件に合うものを作れない。",
            ),
        ),
        Mistake(
            name="condition_in_front",
            ja="条件を前に付ける",
            line="return self.generator.forward(np.concatenate([z, self.c], axis=1))",
            wrong="return self.generator.forward(np.concatenate([self.c, z], axis=1))",
            why=Text(
                "The rows of W belong to the noise first, then to the class.",
                "W の行は、先にノイズ、次にクラスに対応する。",
            ),
        ),
        Mistake(
            name="generator_never_moves",
            ja="生成器を更新しない",
            line="descend(self.generator, self.lr)",
            wrong="descend(self.discriminator, self.lr)",
            why=Text(
                "The second turn of every step is the generator's.",
                "各ステップの2回目の更新は生成器の番である。",
            ),
        ),
        Mistake(
            name="generator_climbs",
            ja="生成器が損失を登る",
            line="descend(self.generator, self.lr)",
            wrong="descend(self.generator, -self.lr)",
            why=GENERATOR_CLIMBS,
        ),
    ),
)
