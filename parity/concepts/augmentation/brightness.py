"""Brightness."""

from __future__ import annotations

from parity.concepts.augmentation._images import (
    CLIP,
    CLIP_FORGOTTEN,
    CLIPPED,
    CLIPPED_TO_BYTES,
    of_images,
)
from parity.describing.concept import Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import uniform, values

brightness = Concept(
    kind="function",
    order=4,
    syllabus=("3-7-1",),
    needs=("random_flip",),
    title=Text("Brightness", "明るさの変更(Brightness)"),
    summary=Text(
        "Each image is made brighter or darker by a drawn number: added to its pixels, or "
        "multiplied with them.",
        "抽選した数で画像を明るく、または暗くする。画素に足す流儀と、掛ける流儀がある。",
    ),
    why=Text(
        "The same thing is photographed in the sun and in the shade. A network shall not tell "
        "things apart by the light, so the light is varied. TensorFlow and Keras add a number, "
        "torchvision multiplies by a factor, which keeps black black: the same name, two "
        "operations.",
        "同じ物でも、日なたで撮ることも日陰で撮ることもある。明るさで物を見分けてほしくないので、"
        "明るさを変えて学習する。TensorFlow と Keras は数を足し、torchvision は係数を掛ける。"
        "掛ける場合、黒は黒のままである。同じ名前で、操作は2通りある。",
    ),
    equation='y = x + amount, or x * amount with mode="scale"; then clipped',
    formula=(r"y = x + \delta", r"y = \delta \, x"),
    shapes={"x": "(N, C, H, W)", "amount": "(N,)", "y": "as x"},
    sources=("tf.image.adjust_brightness", "torchvision.transforms.functional.adjust_brightness"),
    cases=(
        of_images("added", (3, 2, 4, 5), "amount", uniform(3, low=-0.5, high=0.5)),
        of_images("scaled", (2, 3, 4, 5), "amount", uniform(2, low=0.5, high=1.5), mode="scale"),
        of_images(
            "added_and_clipped", (3, 1, 5, 4), "amount", values([0.5, -0.5, 0.25]), clip=(0.0, 1.0)
        ),
        of_images(
            "scaled_and_clipped",
            (2, 3, 5, 4),
            "amount",
            values([1.75, 0.25]),
            mode="scale",
            clip=(0.0, 1.0),
        ),
        of_images("of_any_numbers", (2, 3, 4, 5), "amount", values([2.0, -1.0]), False),
        of_images("one_image", (1, 2, 3, 4), "amount", values([-0.25])),
    ),
    defaults=(Default("mode", "add"), CLIP),
    divergences=(
        Divergence(
            name="single_precision",
            ja="単精度での計算",
            summary=Text(
                "tf.image.adjust_brightness converts to float32, whatever the images are, and "
                "takes one number for all of them.",
                "tf.image.adjust_brightness は、画像の型によらず float32 に変換して計算し、"
                "すべての画像に同じ数を使う。",
            ),
            reconciled=Text(
                "The Keras twin adds or multiplies itself, image by image.",
                "Keras 側の実装は、画像ごとに自分で足すか掛けるかする。",
            ),
            source="tf.image.adjust_brightness: flt_image = convert_image_dtype(image, float32)",
            case="added",
            native={"numpy": {}, "keras": {"callable": "tf_impl.augmentation.brightness._own"}},
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            "a_factor",
            Text("Pixels are multiplied, as in torchvision.", "torchvision のように係数を掛ける。"),
            {"mode": "scale"},
        ),
        Convention(
            "a_factor_and_clipped",
            Text(
                "Pixels are multiplied and kept within 0 and 1, as in torchvision.",
                "torchvision のように係数を掛け、0 から 1 に収める。",
            ),
            {"mode": "scale", "clip": (0.0, 1.0)},
        ),
        CLIPPED,
        CLIPPED_TO_BYTES,
    ),
    also_called=("adjust_brightness", "random_brightness"),
    mistakes=(
        Mistake(
            name="multiplied_where_added",
            ja="足すところで掛ける",
            line='y = x + drawn if mode == "add" else x * drawn',
            wrong="y = x * drawn",
            why=Text(
                "TensorFlow's brightness is added; 0 leaves the image as it is.",
                "TensorFlow の明るさは足す量で、0 なら元のままである。",
            ),
        ),
        Mistake(
            name="sign_turned_around",
            ja="符号が逆",
            line='y = x + drawn if mode == "add" else x * drawn',
            wrong='y = x - drawn if mode == "add" else x * drawn',
            why=Text("A positive amount makes brighter.", "正の数で明るくなる。"),
        ),
        CLIP_FORGOTTEN,
    ),
)
