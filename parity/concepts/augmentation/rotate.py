"""Rotating images."""

from __future__ import annotations

from parity.concepts.augmentation._images import KRIZHEVSKY, of_images
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import uniform, values
from parity.describing.identity import Arrays, Identity, Implementations

_TURN = "turn = np.deg2rad(drawn[:, 0])"


def _turned_around(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("rotate")(a["x"], [180.0, 180.0])}


def _flipped_twice(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("random_flip")(a["x"][:, :, ::-1], [1, 1])}


rotate = Concept(
    kind="function",
    order=6,
    syllabus=("3-7-1",),
    needs=("random_flip", "upsampling2d"),
    title=Text("Rotation", "回転(Rotate)"),
    summary=Text(
        "Each image is turned about its middle by a drawn angle; pixels between four others are "
        "blended of them.",
        "各画像を、抽選した角度だけ中心のまわりに回す。4つの画素の間に来る値は、それらを混ぜて作る。",
    ),
    why=Text(
        "A photograph is seldom held quite straight, and a digit leans as its writer does. A "
        "network that has seen each image at one angle alone takes the angle for a feature; turned "
        "copies cost nothing and leave the label as it is, as long as the angle is small: a 6 "
        "upside down is a 9. One asks for every new pixel where it came from, and not for every "
        "old one where it goes, or holes would be left.",
        "写真はまっすぐとは限らず、手書き文字の傾きは書き手による。どの画像も1つの角度でしか見て"
        "いないネットワークは、角度まで特徴とみなしてしまう。角度が小さいうちはラベルを変えずに、"
        "回した画像をいくらでも作れる(6 を逆さにすれば 9 になる)。元の画素の行き先ではなく、"
        "新しい画素がどこから来たかを求める。そうしないと穴があく。",
    ),
    equation="y[i, j] = x at (row, column): (u, v) = (j, i) - middle, turned back by the angle",
    formula=(
        r"r = \sin\theta\, u + \cos\theta\, v + \frac{H - 1}{2}",
        r"q = \cos\theta\, u - \sin\theta\, v + \frac{W - 1}{2}",
        r"y_{ncij} = \sum_{h,w} \max(0, 1 - |r - h|) \max(0, 1 - |q - w|)\, x_{nchw}",
    ),
    shapes={"x": "(N, C, H, W)", "angle": "(N,)", "y": "as x"},
    sources=(
        "Jaderberg et al. (2015), Spatial transformer networks, section 3.3",
        "torch.nn.functional.affine_grid and grid_sample",
        "keras.ops.image.affine_transform",
        KRIZHEVSKY,
    ),
    cases=(
        of_images("small_angles", (3, 2, 4, 5), "angle", uniform(3, low=-30.0, high=30.0)),
        of_images("any_angles", (2, 1, 5, 4), "angle", values([100.0, -200.0])),
        of_images("filled", (2, 3, 4, 5), "angle", values([45.0, -10.0]), fill=0.5),
        of_images("of_any_numbers", (2, 3, 5, 4), "angle", values([12.5, 77.0]), False),
        of_images("high_images", (2, 1, 6, 3), "angle", values([20.0, -35.0])),
        of_images("not_turned", (2, 3, 4, 5), "angle", values([0.0, 360.0])),
        of_images("a_quarter", (2, 3, 4, 5), "angle", values([90.0, -90.0])),
        of_images("one_image", (1, 2, 3, 4), "angle", values([15.0])),
    ),
    defaults=(Default("fill", 0.0),),
    divergences=(
        Divergence(
            name="single_precision",
            ja="単精度での計算",
            summary=Text(
                "keras.ops.image.affine_transform takes its matrix in float32 on TensorFlow, so "
                "places are off by some 1e-7 of a pixel, whatever the images are.",
                "keras.ops.image.affine_transform は TensorFlow では行列を float32 で受け取る。"
                "画像の型によらず、位置が 1e-7 画素ほどずれる。",
            ),
            reconciled=Text(
                "The Keras twin gathers the pixels itself.",
                "Keras 側の実装は、画素を自分で集める。",
            ),
            source="tf.raw_ops.ImageProjectiveTransformV3: transforms is a Tensor of type float32",
            case="small_angles",
            native={"numpy": {}, "keras": {"callable": "tf_impl.augmentation.rotate._own"}},
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            "clockwise",
            Text("Positive angles turn clockwise.", "正の角度で時計回りに回している。"),
            edits={_TURN: "turn = -np.deg2rad(drawn[:, 0])"},
        ),
        Convention(
            "radians",
            Text("Angles are in radians.", "角度の単位はラジアンである。"),
            edits={_TURN: "turn = drawn[:, 0]"},
        ),
    ),
    also_called=("random_rotation", "rotate_image", "rotate_images", "rotation"),
    identities=(
        Identity(
            sibling="random_flip",
            text=Text(
                "Half a turn is a flip from left to right and one from top to bottom.",
                "180 度の回転は、左右の反転と上下の反転を続けたものである。",
            ),
            case=Case("half_a_turn", inputs={"x": uniform(2, 3, 4, 5)}, differentiable=()),
            left=_turned_around,
            right=_flipped_twice,
        ),
    ),
    mistakes=(
        Mistake(
            name="middle_half_a_pixel_off",
            ja="中心が半画素ずれる",
            line="down, right = (H - 1) / 2, (W - 1) / 2  # the middle",
            wrong="down, right = H / 2, W / 2",
            why=Text(
                "Pixels count from 0, so the middle of H of them is at (H - 1) / 2.",
                "画素は 0 から数えるので、H 個の中心は (H - 1) / 2 である。",
            ),
        ),
        Mistake(
            name="sheared",
            ja="符号を取り違えて歪む",
            line="column = np.cos(turn) * u - np.sin(turn) * v + right",
            wrong="column = np.cos(turn) * u + np.sin(turn) * v + right",
            why=Text(
                "One of the two sines has a minus; with none the image is pressed flat.",
                "2つの sin のうち一方は負である。どちらも正だと、画像がつぶれる。",
            ),
        ),
        Mistake(
            name="one_pixel_for_four",
            ja="補間しない",
            line="weight = (1 - np.abs(row - h)) * (1 - np.abs(column - w))",
            wrong="weight = np.full(row.shape, float(i == 0 and j == 0))",
            why=Text(
                "The pixel above and to the left is one of the four around; edges become jagged.",
                "左上の画素は周囲4つのうちの1つにすぎない。輪郭がぎざぎざになる。",
            ),
        ),
        Mistake(
            name="border_repeated",
            ja="縁の画素を繰り返す",
            line="pixel = np.where(inside[..., np.newaxis], pixel, fill)",
            wrong="pixel = x[image, :, np.clip(h, 0, H - 1), np.clip(w, 0, W - 1)]",
            why=Text(
                "What turns in from beyond the border is fill, and no copy of the border.",
                "縁の外から入ってくる画素は fill の値であり、縁の画素の複製ではない。",
            ),
        ),
    ),
)
