"""RandAugment."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import Draw, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

_MAGNITUDES = uniform(2, 3, low=-1.0, high=1.0)


def _case(
    name: str, size: tuple[int, ...], operations: list[list[int]], magnitudes: Draw, **config: Any
) -> Case:
    return Case(
        name,
        inputs={
            "x": uniform(*size),
            "operations": values(np.array(operations)),
            "magnitudes": magnitudes,
        },
        differentiable=(),
        config=config,
    )


def _all(code: int) -> list[list[int]]:
    return [[code]] * 2


def _rotations_alone(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("rand_augment")(a["x"], _all(1), a["m"][:, None])}


def _rotated(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("rotate")(a["x"], 30 * a["m"])}


def _contrasts_alone(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("rand_augment")(a["x"], _all(3), a["m"][:, None])}


def _contrasted(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("contrast")(a["x"], 1 + 0.9 * a["m"], clip=(0.0, 1.0))}


rand_augment = Concept(
    kind="function",
    order=8,
    syllabus=("3-7-1",),
    needs=("rotate", "brightness", "contrast"),
    title=Text("RandAugment", "RandAugment"),
    summary=Text(
        "Each image goes through a few operations of a list, one after the other, all of one "
        "magnitude. Which they are is an argument.",
        "各画像に、一覧から選んだいくつかの操作を、同じ強さで順に施す。どの操作かは引数で渡す。",
    ),
    why=Text(
        "Which changes help depends on the data, and to search for the best ones, each with its "
        "probability and size, takes thousands of trainings. RandAugment leaves two numbers to "
        "choose: how many operations an image goes through, and how far they go. Which ones is "
        "drawn evenly for each image. A grid of a few values finds about as good a setting, and "
        "larger networks turn out to want larger ones.",
        "どの変換が効くかはデータによる。操作ごとの確率と強さを探索すれば、何千回もの学習が必要に"
        "なる。RandAugment で決めるのは、1枚に施す操作の数と強さの2つだけである。"
        "どの操作かは画像ごとに一様に抽選する。数通りの値を試すだけで、探索に劣らない設定が"
        "見つかる。ネットワークが大きいほど、強い変換が合うことも分かった。",
    ),
    equation="y = f_L(... f_2(f_1(x, m_1), m_2) ..., m_L)",
    formula=(r"y = f_L(\cdots f_2(f_1(x,\ m_1),\ m_2) \cdots,\ m_L)",),
    shapes={
        "x": "(N, C, H, W)",
        "operations": "(N, L)",
        "magnitudes": "(N, L)",
        "y": "as x",
    },
    sources=(
        "Cubuk, Zoph, Shlens and Le (2020), RandAugment: practical automated data augmentation "
        "with a reduced search space, section 3 and figure 2",
        "torchvision.transforms.RandAugment; keras.layers.RandAugment",
    ),
    cases=(
        _case(
            "each_operation",
            (7, 1, 4, 5),
            [[k] for k in range(7)],
            values([[0.5], [-0.75], [0.625], [-0.875], [0.375], [0.8125], [-0.9375]]),
        ),
        _case("three_in_a_row", (2, 1, 6, 4), [[1, 5, 2], [4, 3, 6]], _MAGNITUDES, fill=0.25),
        _case("not_clipped", (2, 3, 5, 4), [[2], [3]], values([[1.0], [-1.0]]), clip=(-9.0, 9.0)),
        _case("one_image", (1, 2, 3, 5), [[4, 6]], values([[-0.25, 0.875]])),
    ),
    defaults=(Default("fill", 0.0), Default("clip", (0.0, 1.0))),
    also_called=("randaugment", "rand_aug", "randaug", "random_augment"),
    identities=(
        Identity(
            sibling="rotate",
            text=Text(
                "Where the one operation is the rotation, it turns each image by 30 m degrees.",
                "操作が回転1つだけなら、各画像を 30 m 度回す。",
            ),
            case=Case(
                "rotations_alone",
                inputs={"x": uniform(2, 3, 4, 5), "m": values([0.5, -0.75])},
                differentiable=(),
            ),
            left=_rotations_alone,
            right=_rotated,
        ),
        Identity(
            sibling="contrast",
            text=Text(
                "Where it is contrast, that is multiplied by 1 + 0.9 m.",
                "操作がコントラスト1つだけなら、それを 1 + 0.9 m 倍する。",
            ),
            case=Case(
                "contrasts_alone",
                inputs={"x": uniform(2, 3, 4, 5), "m": values([0.875, -0.5])},
                differentiable=(),
            ),
            left=_contrasts_alone,
            right=_contrasted,
        ),
    ),
    mistakes=(
        Mistake(
            name="every_operation_from_the_start",
            ja="毎回、元の画像に施す",
            line="image = y[n : n + 1]",
            wrong='image = as_float("x", x)[n : n + 1]',
            why=Text(
                "Each operation goes on from what the one before has left.",
                "操作は前の結果に続けて施す。元の画像からやり直すと、最後の操作しか残らない。",
            ),
        ),
        Mistake(
            name="operations_of_the_first_image",
            ja="全画像に1枚目の操作を施す",
            line="name, m = OPERATIONS[chosen[n, k]], float(sizes[n, k])",
            wrong="name, m = OPERATIONS[chosen[0, k]], float(sizes[0, k])",
            why=Text(
                "Every image has draws of its own, or a batch would vary in one way only.",
                "抽選は画像ごとに行う。共通にすると、バッチの全画像が同じ変わり方しかしない。",
            ),
        ),
        Mistake(
            name="dark_pixels_solarized",
            ja="暗い画素を反転する",
            line="image = np.where(image >= 1 - abs(m), 1 - image, image)",
            wrong="image = np.where(image < 1 - abs(m), 1 - image, image)",
            why=Text(
                "Solarizing turns the bright pixels: overexposed film becomes dark.",
                "ソラリゼーションで反転するのは明るい画素である(露光しすぎた写真は暗くなる)。",
            ),
        ),
        Mistake(
            name="what_leaves_comes_back",
            ja="はみ出した画素が反対側から戻る",
            line="image = np.where((column >= 0) & (column < W), image[..., column % W], fill)",
            wrong="image = image[..., column % W]",
            why=Text(
                "What leaves the image is lost, and fill comes in on the other side.",
                "画像からはみ出した画素は失われ、反対側には fill が入る。",
            ),
        ),
        Mistake(
            name="magnitude_in_degrees",
            ja="強さをそのまま角度にする",
            line="image = rotate(image, [30 * m], fill)",
            wrong="image = rotate(image, [m], fill)",
            why=Text(
                "A magnitude is a share of the largest change, which is 30 degrees for a rotation.",
                "強さは最大の変化に対する割合であり、回転の最大は 30 度である。",
            ),
        ),
    ),
)
