"""What the transposed convolutions along one axis to three say alike."""

from __future__ import annotations

from parity.describing.concept import Default, Divergence, Text
from parity.describing.derivation import Step

OVERLAPPING_COPIES = Text(
    "Copies of the kernel that overlap add up; an assignment keeps the last one alone.",
    "重なったカーネルのコピーは足し合わせる。代入では最後のコピーしか残らない。",
)
NOT_TURNED = Text(
    "The first element of the kernel is painted first: the copies are not turned.",
    "カーネルは先頭の要素から順に描く。コピーは反転させない。",
)
EVERY_PLACE_OF_Y = Text(
    "b is added to every place of its channel, painted or not, so db is the sum over all of them.",
    "b はコピーが届いたかどうかによらずチャネルの全位置に足されるので、db はその和になる。",
)
ALL_EXAMPLES = Text(
    "Every example uses the kernel; whether their mean is taken is for the loss to say.",
    "カーネルは全データで使われる。平均を取るかどうかは損失が決める。",
)
FROM_ALL_THAT_IT_REACHED = Text(
    "An element of x has reached a whole window of y, and collects from all of it.",
    "x の要素は y の窓全体に届いているので、そのすべてから勾配を集める。",
)
CUT_AT_THE_FRONT = Text(
    "Padding is cut off the front too: y does not begin where the whole does.",
    "パディングは前側も切り落とす。y の先頭は、切る前の先頭とは違う。",
)
AS_ITS_CONVOLUTION = Text(
    "Its forward pass is the backward pass of the convolution with the same kernel, and its dx "
    "that convolution's forward pass.",
    "順伝播は同じカーネルによる畳み込みの逆伝播であり、dx はその畳み込みの順伝播である。",
)
WHOLE_AND_THEN_CUT = Text(
    "Compute y whole, without padding, and cut it explicitly.",
    "パディングなしで全体を計算してから、明示的に切り取る。",
)


def defaults(n_axes: int) -> tuple[Default, ...]:
    """Return the arguments' defaults, and those of the frameworks."""
    torch, keras = f"torch.nn.ConvTranspose{n_axes}d", f"keras.layers.Conv{n_axes}DTranspose"
    one = 1 if n_axes == 1 else (1, 1, 1)
    return (
        Default("stride", 1, torch=(torch, "stride", 1), keras=(keras, "strides", one)),
        Default("padding", 0, torch=(torch, "padding", 0), keras=(keras, "padding", "valid")),
        Default(
            "output_padding",
            0,
            torch=(torch, "output_padding", 0),
            keras=(keras, "output_padding", None),
        ),
        Default("dilation", 1, torch=(torch, "dilation", 1), keras=(keras, "dilation_rate", one)),
        Default("groups", 1, torch=(torch, "groups", 1)),
    )


def same_cuts_the_other_side(n_axes: int, kernel: object, padding: object) -> Divergence:
    """Return the divergence, of the case output_padding with a stride of 2."""
    n_in, n_out = (2, 3) if n_axes == 1 else (2, 1)
    return Divergence(
        name="same_cuts_the_other_side",
        ja="same は反対側を切り落とす",
        summary=Text(
            f"To double a length, torch.nn.ConvTranspose{n_axes}d cuts both ends alike and gives "
            "one back at the end; Keras' 'same' cuts an odd number more at the end. The shapes are "
            "equal, all values are shifted.",
            f"長さを2倍にするとき、torch.nn.ConvTranspose{n_axes}d は両端を等しく切って末尾に1つ"
            "戻し、Keras の 'same' は端数を末尾側から切る。形は等しいが、値の位置がずれる。",
        ),
        reconciled=WHOLE_AND_THEN_CUT,
        source=f"torch.nn.ConvTranspose{n_axes}d and keras.layers.Conv{n_axes}DTranspose "
        "documentation",
        case="output_padding",
        native={
            "torch": {
                "callable": f"torch.nn.ConvTranspose{n_axes}d",
                "in_channels": n_in,
                "out_channels": n_out,
                "kernel_size": kernel,
                "stride": 2,
                "padding": padding,
                "output_padding": 1,
            },
            "keras": {
                "callable": f"keras.layers.Conv{n_axes}DTranspose",
                "filters": n_out,
                "kernel_size": kernel,
                "strides": 2,
                "padding": "same",
            },
        },
        quantity="y",
    )


def formula(y: str, x: str, kernel: str, met: str, reached: str) -> tuple[str, ...]:
    """Return the equations: y, and the gradients of x, W and b.

    Args:
        y: the indices of a place of y.
        x: those of a place of x.
        kernel: those of an element of the kernel.
        met: the conditions under which the three belong together.
        reached: the place of y that the other two lead to.
    """
    dy = rf"\frac{{\partial L}}{{\partial y_{{n,\,o,\,{reached}}}}}"
    return (
        rf"y_{{n,o,{y}}} = b_o + \sum_{{c}} \sum_{{{met}}} W_{{c,o,{kernel}}}\, x_{{n,c,{x}}}",
        rf"\frac{{\partial L}}{{\partial x_{{n,c,{x}}}}} = \sum_{{o,{kernel}}} "
        rf"W_{{c,o,{kernel}}} {dy}",
        rf"\frac{{\partial L}}{{\partial W_{{c,o,{kernel}}}}} = \sum_{{n,{x}}} x_{{n,c,{x}}} {dy}",
        rf"\frac{{\partial L}}{{\partial b_o}} = \sum_{{n,{y}}} "
        rf"\frac{{\partial L}}{{\partial y_{{n,o,{y}}}}}",
    )


def derivation(y: str, x: str, kernel: str, met: str, reached: str) -> tuple[Step, ...]:
    """Return how the gradients are derived; the arguments are those of :func:`formula`."""
    forward, dx, dW, db = formula(y, x, kernel, met, reached)
    return (
        Step(
            heading=Text(
                "Every element of x paints its copy of the kernel",
                "x の各要素が、カーネルのコピーを描く",
            ),
            text=Text(
                "A stride apart, and p further to the front for what padding cuts off; an element "
                "of y is the sum of what reaches it, over all channels of x.",
                "コピーはストライドの間隔で並び、パディングで切り落とす分だけ p 前にずれる。"
                "y の要素は、x の全チャネルから届いた値の和である。",
            ),
            equation=forward,
        ),
        Step(
            heading=Text(
                "What was painted comes back: a plain convolution",
                "描いた先から勾配が戻る。これは普通の畳み込みである",
            ),
            text=Text(
                "An element of x reached one window of y with the kernel as its weights, so its "
                "gradient is the sum of that window, so weighted.",
                "x の要素はカーネルを重みとして y の1つの窓に届くので、勾配はその窓の重み付き和"
                "になる。",
            ),
            equation=dx,
        ),
        Step(
            heading=Text(
                "A weight serves every element of x, the bias every element of y",
                "重みは x の全要素で、バイアスは y の全要素で使われる",
            ),
            text=Text(
                "What padding has cut off gets no gradient: there it counts as 0.",
                "パディングで切り落とした部分に勾配はなく、0 とみなす。",
            ),
            equation=dW + "\n" + db,
            check=Text(
                "Both agree with finite differences, with every stride, dilation and group.",
                "どのストライド・膨張・グループでも、数値微分と一致する。",
            ),
        ),
    )
