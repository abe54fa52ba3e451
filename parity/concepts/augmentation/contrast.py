"""Contrast."""

from __future__ import annotations

from parity.concepts.augmentation._images import (
    CLIP,
    CLIP_FORGOTTEN,
    CLIPPED,
    CLIPPED_TO_BYTES,
    of_images,
)
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import uniform, values
from parity.describing.identity import Arrays, Identity, Implementations


def _none_left(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("contrast")(a["x"], a["factor"] * 0)[:, :, 0, 0]}


def _means(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("global_avg_pool2d")().forward(a["x"])}


contrast = Concept(
    kind="function",
    order=5,
    syllabus=("3-7-1",),
    needs=("brightness",),
    title=Text("Contrast", "コントラストの変更(Contrast)"),
    summary=Text(
        "Each pixel's distance from the image's mean is multiplied by a drawn factor.",
        "各画素の、画像の平均からの差に、抽選した係数を掛ける。",
    ),
    why=Text(
        "Fog and cheap lenses flatten an image, hard light sharpens it. A factor below 1 takes "
        "contrast away, 0 leaves one gray, above 1 it grows; the mean stays. TensorFlow takes the "
        "mean of each channel, so a factor of 0 gives one flat color; torchvision that of the "
        "gray image, so it gives gray.",
        "霧や安いレンズでは画像の明暗差が小さく、強い光では大きくなる。係数が 1 より小さいと"
        "コントラストは弱まり、0 なら一様になり、1 より大きいと強まる。平均は変わらない。"
        "TensorFlow はチャネルごとの平均を使うので、係数 0 では1色になる。"
        "torchvision は白黒画像の平均を使うので、灰色になる。",
    ),
    equation="y = mean + factor (x - mean)",
    formula=(r"y_{ncij} = \mu_{nc} + f_n (x_{ncij} - \mu_{nc})",),
    shapes={"x": "(N, C, H, W)", "factor": "(N,)", "y": "as x"},
    sources=(
        "tf.image.adjust_contrast",
        "torchvision.transforms.functional.adjust_contrast",
        "ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B",
    ),
    cases=(
        of_images("channels", (3, 2, 4, 5), "factor", uniform(3, low=0.5, high=2.0)),
        of_images("gray", (2, 3, 4, 5), "factor", values([0.5, 1.75]), about="gray"),
        of_images("clipped", (2, 1, 5, 4), "factor", values([3.0, 0.5]), clip=(0.0, 1.0)),
        of_images(
            "gray_and_clipped",
            (2, 3, 5, 4),
            "factor",
            values([2.5, 4.0]),
            about="gray",
            clip=(0.0, 1.0),
        ),
        of_images("of_any_numbers", (4, 3, 2, 5), "factor", values([2.0, 0.0, 1.0, 0.5]), False),
        of_images("one_image", (1, 2, 3, 4), "factor", values([0.25])),
    ),
    defaults=(Default("about", "channel"), CLIP),
    divergences=(
        Divergence(
            name="single_precision",
            ja="単精度での計算",
            summary=Text(
                "tf.image.adjust_contrast computes in float32, whatever the images are.",
                "tf.image.adjust_contrast は、画像の型によらず float32 で計算する。",
            ),
            reconciled=Text(
                "The Keras twin takes the mean and the product itself.",
                "Keras 側の実装は、平均と積を自分で計算する。",
            ),
            source="tf.image.adjust_contrast: flt_images = convert_image_dtype(images, float32)",
            case="channels",
            native={"numpy": {}, "keras": {"callable": "tf_impl.augmentation.contrast._own"}},
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            "about_gray",
            Text(
                "About the mean of the gray image, as in torchvision.",
                "torchvision のように、白黒画像の平均を基準にする。",
            ),
            {"about": "gray"},
        ),
        CLIPPED,
        CLIPPED_TO_BYTES,
    ),
    also_called=("adjust_contrast", "random_contrast"),
    identities=(
        Identity(
            sibling="global_avg_pool2d",
            text=Text(
                "With a factor of 0 each channel is what global average pooling gives.",
                "係数 0 なら、各チャネルは global average pooling の値になる。",
            ),
            case=Case(
                "no_contrast_left",
                inputs={"x": uniform(3, 2, 4, 5), "factor": values([0.5, 2.0, 1.5])},
                differentiable=(),
            ),
            left=_none_left,
            right=_means,
        ),
    ),
    mistakes=(
        Mistake(
            name="mean_of_the_batch",
            ja="バッチ全体の平均を使う",
            line="mean = x.mean(axis=(2, 3), keepdims=True)",
            wrong="mean = x.mean(axis=(0, 2, 3), keepdims=True)",
            why=Text(
                "Each image has a mean of its own; that of the batch mixes their brightness.",
                "平均は画像ごとにとる。バッチ全体でとると明るさが混ざる。",
            ),
        ),
        Mistake(
            name="pixels_multiplied",
            ja="画素値に掛ける",
            line="y = mean + drawn * (x - mean)",
            wrong="y = drawn * x",
            why=Text(
                "That changes the brightness; what is multiplied is the distance from the mean.",
                "それでは明るさが変わる。掛けるのは平均からの差である。",
            ),
        ),
        Mistake(
            name="mean_lost",
            ja="平均を戻し忘れる",
            line="y = mean + drawn * (x - mean)",
            wrong="y = drawn * (x - mean)",
            why=Text("The mean must be added again.", "引いた平均を足し戻す。"),
        ),
        CLIP_FORGOTTEN,
    ),
)
