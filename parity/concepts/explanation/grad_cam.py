"""Grad-CAM."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.explanation._sources import SELVARAJU, ZHOU
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.draw import normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

AGAINST_AND_FOR = np.multiply.outer([-1.0, 0.5], np.ones((3, 4, 5)))
"""Gradients of two images: every map speaks against the one's class, and for the other's."""


def _case(name: str, *shape: int, ours: bool = False, **config: Any) -> Case:
    inputs = {"A": normal(*shape), "dA": normal(*shape, shift=0.25)}
    return Case(name, inputs=inputs, config=config, ours=ours)


def _of_the_gradient(of: Implementations, a: Arrays) -> Arrays:
    dA = np.multiply.outer(np.ones(len(a["A"])), a["w"])[:, :, None, None]
    return {"y": of("grad_cam")(a["A"], dA * np.ones_like(a["A"]))}


def _of_a_pooled_score(of: Implementations, a: Arrays) -> Arrays:
    """Return the map of a network that ends with global average pooling and one weight a map."""
    n, _, height, width = a["A"].shape
    pool, relu = of("global_avg_pool2d")(), of("relu")()
    pool.forward(a["A"])
    slope = height * width * pool.backward(np.tile(a["w"], (n, 1)))
    return {"y": relu.forward((slope * a["A"]).sum(axis=1))}


grad_cam = Concept(
    kind="function",
    order=3,
    syllabus=("4-9-1",),
    needs=("conv2d", "global_avg_pool2d", "relu"),
    title=Text("Grad-CAM", "Grad-CAM"),
    summary=Text(
        "Shows where in an image a class is seen: the feature maps of the last convolution, each "
        "weighted by how much the class gains by it.",
        "画像のどこを見てそのクラスと判断したかを示す。最後の畳み込み層の特徴マップを、"
        "クラスのスコアへの影響の大きさで重み付けして足す。",
    ),
    why=Text(
        "The last convolution still knows where things are, and already what they are. Which of "
        "its maps speak for a class, the gradient of the class' score says, averaged over the "
        "places. So no layer of the network must be changed or learned again, as the class "
        "activation maps before it asked for. ReLU keeps what speaks for the class: what is "
        "negative belongs to others.",
        "最後の畳み込み層には、何があるかとどこにあるかの両方の情報が残っている。どのマップが"
        "そのクラスに効くかは、スコアの勾配を位置について平均すると分かる。"
        "それ以前の CAM と違い、ネットワークの構造を変えたり学習し直したりしなくてよい。"
        "ReLU で、そのクラスに有利な部分だけを残す。負の部分はほかのクラスのものである。",
    ),
    equation="L = ReLU(sum_k alpha_k A_k), alpha_k = mean over the places of dy/dA_k",
    formula=(
        r"\alpha_k = \frac{1}{H W} \sum_{i, j} \frac{\partial y}{\partial A_{kij}}",
        r"L_{ij} = \max\left( 0, \sum_k \alpha_k A_{kij} \right)",
    ),
    shapes={"A": "(N, K, H, W)", "dA": "as A", "y": "(N, H, W): the maps L"},
    sources=(f"{SELVARAJU}, section 3", f"{ZHOU}, section 2"),
    cases=(
        _case("images", 2, 3, 4, 5),
        _case("one_image", 1, 4, 3, 5),
        _case("one_map", 2, 1, 3, 4),
        Case(
            "one_place",
            inputs={
                "A": uniform(3, 4, 1, 1, low=0.25),
                "dA": uniform(3, 4, 1, 1, low=0.25),
            },
        ),
        _case("normalized", 2, 3, 4, 5, normalize=True),
        _case("one_image_normalized", 1, 4, 3, 5, normalize=True),
        Case(
            "whole_numbers",
            inputs={
                "A": values(np.array([[[[1], [2]], [[0], [3]], [[2], [1]]]])),
                "dA": values(np.array([[[[1], [3]], [[-1], [-1]], [[4], [0]]]])),
            },
            ours=True,
            dtypes=("float64",),
        ),
        Case(
            "nothing_speaks_for_the_class",
            inputs={
                "A": uniform(2, 3, 4, 5, low=0.25),
                "dA": values(AGAINST_AND_FOR),
            },
            config={"normalize": True},
            ours=True,  # most people's code divides by 0 here
        ),
        _case("defaults", 2, 3, 4, 5, ours=True),
    ),
    defaults=(Default("normalize", False),),
    conventions=(
        Convention(
            name="divided_by_the_largest",
            text=Text(
                "Each map is divided by its largest value.",
                "各マップを、その最大値で割っている。",
            ),
            config={"normalize": True},
        ),
    ),
    also_called=(
        "gradcam",
        "GradCAM",
        "grad_cam_map",
        "compute_gradcam",
        "make_gradcam_heatmap",
        "compute_heatmap",
        "class_activation_map",
    ),
    identities=(
        Identity(
            sibling="global_avg_pool2d",
            text=Text(
                "Where the score is a weighted sum of the pooled maps, the gradient times the "
                "number of places is the weight: that is the class activation map.",
                "スコアがプーリングしたマップの重み付き和なら、勾配に位置の数を掛けると重みになる。"
                "その倍率を除いて、CAM に等しい。",
            ),
            case=Case("class_activation_map", inputs={"A": normal(2, 3, 4, 5), "w": normal(3)}),
            left=_of_the_gradient,
            right=_of_a_pooled_score,
        ),
    ),
    mistakes=(
        Mistake(
            name="relu_forgotten",
            ja="ReLU を忘れる",
            line="cam = np.maximum((alpha * A).sum(axis=1), 0)",
            wrong="cam = (alpha * A).sum(axis=1)",
            why=Text(
                "The places that speak against the class stay, below 0.",
                "そのクラスに不利な位置が、負の値のまま残る。",
            ),
        ),
        Mistake(
            name="gradients_not_averaged",
            ja="勾配を位置について平均しない",
            line="alpha = dA.mean(axis=(2, 3), keepdims=True)  # (N, K, 1, 1)",
            wrong="alpha = dA",
            why=Text(
                "That is gradient times activation at each place. Grad-CAM has one weight for each "
                "map.",
                "それは位置ごとの勾配と活性の積である。Grad-CAM の重みは、マップごとに1つである。",
            ),
        ),
        Mistake(
            name="gradients_summed",
            ja="勾配を平均でなく合計する",
            line="alpha = dA.mean(axis=(2, 3), keepdims=True)  # (N, K, 1, 1)",
            wrong="alpha = dA.sum(axis=(2, 3), keepdims=True)",
            why=Text(
                "The weight is the mean over the H W places, so that maps of two sizes compare.",
                "重みは H W 個の位置についての平均である。大きさの違うマップどうしも比べられる。",
            ),
        ),
        Mistake(
            name="weights_of_the_activations",
            ja="特徴マップの平均を重みにする",
            line="alpha = dA.mean(axis=(2, 3), keepdims=True)  # (N, K, 1, 1)",
            wrong="alpha = A.mean(axis=(2, 3), keepdims=True)",
            why=Text(
                "How bright a map is says nothing of the class; its gradient does.",
                "マップの明るさはクラスと関係しない。重みは勾配から求める。",
            ),
        ),
        Mistake(
            name="divided_by_the_largest_of_all",
            ja="全画像の最大値で割る",
            line="most = cam.max(axis=(1, 2), keepdims=True)",
            wrong="most = cam.max()",
            why=Text(
                "Each image has a map of its own, whose largest value becomes 1.",
                "画像ごとにマップがあり、それぞれの最大値を 1 にする。",
            ),
        ),
    ),
)
