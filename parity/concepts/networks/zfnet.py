"""ZFNet."""

from __future__ import annotations

from parity.concepts.networks._convnets import (
    RATE_OF_DROPPING,
    conv,
    dense,
    flat,
    no_activation,
    table,
)
from parity.concepts.networks._way_back import (
    at_the_image,
    back_to_an_image,
    from_the_scores,
    through_convolutions,
    through_dense_layers,
    through_pooling,
)
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, bernoulli, normal

PLAN = ((3, 3, 2, 1, 1), (4, 3, 1, 0, 1), (2, 3, 1, 1, 1))
NARROW = ((2, 4, 1, 0, 0), (3, 2, 2, 1, None), (4, 3, 1, 1, 1))


def _parameters(n_in: int, plan: tuple, widths: tuple[int, ...]) -> dict[str, Draw]:
    """Return draws of all parameters; ``widths`` from what Flatten gives to the scores."""
    drawn: dict[str, Draw] = {}
    for i, (n, k, *_) in enumerate(plan, start=1):
        drawn |= conv(f"conv{i}", n, n_in, k)
        n_in = n
    names = [*(f"dense{i}" for i in range(1, len(widths) - 1)), "scores"]
    for i, name in enumerate(names):
        drawn |= dense(name, widths[i], widths[i + 1])
    return drawn


def _block(k: int) -> str:
    """Return the equation through normalization, pooling and activation of convolution ``k``."""
    return (
        rf"\delta_{k} = J_{{\text{{pool}}}}^\top \left(J_{{\text{{LRN}}}}^\top \left("
        rf"\frac{{\partial L}}{{\partial h_{k}}}\right)\right) \odot f'(a_{k})"
    )


ZFNet = Concept(
    kind="network",
    order=16,
    syllabus=("course",),
    needs=("alexnet",),
    name="zfnet",
    title=Text("ZFNet", "ZFNet"),
    summary=Text(
        "AlexNet with windows of 7 and steps of 2 at the image, in place of 11 and 4, found by "
        "looking at what its layers see: 62,357,608 parameters.",
        "AlexNet の最初の畳み込みを、窓 11・ストライド 4 から窓 7・ストライド 2 に改めたもの。"
        "各層が何を見ているかを可視化して見つけた改良で、パラメータ数は 62,357,608 である。",
    ),
    why=Text(
        "Nobody knew why AlexNet worked. Zeiler and Fergus sent the activity of single maps back "
        "through the network to the pixels, and saw that its first layer had kernels that had "
        "learned nothing, and that its large steps left patterns of aliasing in the second. "
        "Smaller windows and steps mended both, and won ImageNet in 2013: a network can be "
        "improved by looking into it.",
        "AlexNet がなぜうまくいくのかは、誰も知らなかった。Zeiler と Fergus は、"
        "個々の特徴マップの反応をネットワークを逆にたどって画素に戻し、最初の層に何も学習して"
        "いないカーネルがあること"
        "、大きなストライドのために次の層に折り返しの縞が出ることを見つけた。"
        "窓とストライドを小さくすると両方が直り、2013年の ImageNet で優勝した。"
        "中を見ればネットワークは改良できるのである。",
    ),
    equation="conv 7/2 - pool 3/2 - LRN - conv 5/2 - pool 3/2 - LRN - conv 3 - conv 3 - conv 3 - "
    "pool 3/2 - dense 4096 - dropout - dense 4096 - dropout - dense 1000",
    formula=(
        r"h_1 = \operatorname{LRN}(\operatorname{pool}(f(x * W_1 + b_1)))",
        r"h_2 = \operatorname{LRN}(\operatorname{pool}(f(h_1 * W_2 + b_2)))",
        r"h_3 = f(h_2 * W_3 + b_3), \quad h_4 = f(h_3 * W_4 + b_4)",
        r"h_5 = \operatorname{pool}(f(h_4 * W_5 + b_5))",
        r"h_6 = \operatorname{drop}(f(\operatorname{flatten}(h_5) W_6 + b_6))",
        r"h_7 = \operatorname{drop}(f(h_6 W_7 + b_7)), \quad y = h_7 W_8 + b_8",
    ),
    derivation=(
        from_the_scores(8, "h_7"),
        through_dense_layers((7, "h_6"), (6, r"\operatorname{flatten}(h_5)")),
        back_to_an_image(6),
        through_pooling(5),
        through_convolutions(5, 3),
        Step(
            heading=Text(
                "Normalization, pooling, activation: the last layer first",
                "正規化、プーリング、活性化関数を、後ろから順にたどる",
            ),
            text=Text(
                "Here the normalization stands behind the pooling, so it is passed before it; in "
                "AlexNet it is the other way round.",
                "ここでは正規化がプーリングの後にあるので、先に正規化をたどる。"
                "AlexNet では順序が逆である。",
            ),
            equation=_block(2)
            + "\n"
            + r"\frac{\partial L}{\partial h_1} = J_2^\top(\delta_2)"
            + "\n"
            + _block(1),
        ),
        at_the_image(),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, n_classes)"},
    sources=(
        "Zeiler and Fergus (2014), Visualizing and understanding convolutional networks, figure 3",
    ),
    cases=(
        Case(
            "gradients",
            inputs={
                "x": normal(3, 2, 17, 21),
                "masks.dropout1": bernoulli(3, 5, keep=0.75),
                "masks.dropout2": bernoulli(3, 7, keep=0.75),
            },
            params=_parameters(2, PLAN, (2, 5, 7, 4)),
            upstream=normal(3, 4),
            config={
                "input_shape": (2, 17, 21),
                "plan": PLAN,
                "hidden": (5, 7),
                "n_classes": 4,
                "dropout": 0.25,
                "activation": "tanh",
                "pooling": "average",
            },
            training=True,
            images=("x", "dx"),
            keras_layouts=flat(2, 1, 1),
            options={"differences": ("dconv1.b", "dconv2.b", "dscores.b")},
        ),
        Case(
            "inference",
            inputs={"x": normal(2, 3, 12, 10)},
            params=_parameters(3, NARROW, (8, 6, 5)),
            upstream=normal(2, 5),
            config={
                "input_shape": (3, 12, 10),
                "plan": NARROW,
                "hidden": (6,),
                "n_classes": 5,
            },
            training=False,
            images=("x", "dx"),
            keras_layouts=flat(4, 2, 1),
            kink=True,
        ),
        table("layer_table", (3, 224, 224)),
    ),
    also_called=("zf_net", "zeiler_fergus"),
    mistakes=(
        no_activation(),
        Mistake(
            name="pooling_does_not_overlap",
            ja="プーリングが重ならない",
            line='self.add(f"pool{i}", pool(3, 2, pool_padding))',
            wrong='self.add(f"pool{i}", pool(2, 2, 0))',
            why=Text(
                "The windows are 3 wide and 2 apart. Windows of 2 give sizes that are the same "
                "here and there, and other values.",
                "窓は幅 3、間隔 2 で重なる。窓 2 でも大きさは同じになることがあるが、値は変わる。",
            ),
        ),
        Mistake(
            name="normalization_left_out",
            ja="正規化を落とす",
            line="if i <= 2:",
            wrong="if i > 5:",
            why=Text(
                "Local response normalization follows the first two poolings; it changes no shape.",
                "最初の2つのプーリングの後に局所応答正規化がある。"
                "形状が変わらないので気づきにくい。",
            ),
        ),
        Mistake(
            name="keeps_instead_of_drops",
            ja="落とす割合と残す割合を取り違える",
            line='self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))',
            wrong='self.add(f"dropout{i}", Dropout(1 - dropout, seed=self.next_seed()))',
            why=RATE_OF_DROPPING,
        ),
    ),
)
