"""Affine quantization."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import Draw, normal, uniform

JACOB = (
    "Jacob et al. (2018), Quantization and training of neural networks for efficient "
    "integer-arithmetic-only inference"
)


def _case(name: str, x: Draw, **config: Any) -> Case:
    return Case(
        name,
        inputs={"x": x},
        differentiable=(),
        config=config,
        zero={"zero_point": "a symmetric range has none"} if config.get("symmetric") else {},
        options={"outputs": ("q", "scale", "zero_point")},
    )


quantize = Concept(
    kind="function",
    order=7,
    syllabus=("5-1-1",),
    needs=(),
    title=Text("Affine quantization", "量子化(アフィン、int8)"),
    summary=Text(
        "Numbers become whole numbers of eight bits, with one scale and one zero point for all, "
        "or for each channel.",
        "実数を8ビットの整数に変える。スケールとゼロ点は、全体で1組か、チャネルごとに持つ。",
    ),
    why=Text(
        "A weight of 32 bits becomes one of 8: a quarter of the memory, and products of integers "
        "that small processors do fast. The scale spreads the range over 256 numbers, and the "
        "zero point makes 0 come back as exactly 0, which padding and ReLU need. One outlier "
        "stretches the scale for all, so each channel of a kernel gets its own. Weights are "
        "mostly taken symmetric, without a zero point, activations behind a ReLU affine.",
        "32ビットの重みを8ビットにすれば、メモリは4分の1になり、小さなプロセッサでも"
        "速い整数の積で計算できる。スケールで値の範囲を256個の整数に割り当て、ゼロ点によって"
        " 0 がちょうど 0 に戻るようにする(パディングや ReLU で必要になる)。"
        "外れ値が1つあるとスケールが全体に引き伸ばされるので、カーネルはチャネルごとに分ける。重みにはゼロ点のない対称な形、"
        "ReLU の後の値にはアフィンの形を使うことが多い。",
    ),
    equation="q = clip(round(x / s) + z, -128, 127), s = (max - min) / 255, z = -128 - round(min / "
    "s)",
    formula=(
        r"s = \frac{x_{\max} - x_{\min}}{q_{\max} - q_{\min}}, \quad z = q_{\min} - "
        r"\text{round}\left(\frac{x_{\min}}{s}\right)",
        r"q = \text{round}\left(\frac{x}{s}\right) + z, \quad x \approx s (q - z)",
    ),
    shapes={
        "x": "any",
        "q": "as x, whole numbers",
        "scale": "scalar, or (C,) along the axis",
        "zero_point": "as scale",
    },
    sources=(
        f"{JACOB}, eq. 1 and section 2.1",
        "torch.ao.quantization.MinMaxObserver, PerChannelMinMaxObserver",
    ),
    cases=(
        _case("both_signs", normal(4, 5)),
        _case("each_row", normal(3, 4), axis=0),
        _case("each_channel_of_a_kernel", normal(3, 2, 5, 4), axis=0),
        _case("along_the_last_axis", normal(4, 3, scale=3.0), axis=-1),
        _case("behind_a_relu", uniform(3, 5, high=6.0)),
        _case("below_0_alone", uniform(4, 3, low=-5.0, high=-1.0)),
        _case("symmetric", normal(5, 3), symmetric=True),
        _case("symmetric_by_channel", normal(3, 4, 2), symmetric=True, axis=1),
        _case("four_bits", normal(6, 4), n_bits=4),
        _case("four_bits_by_channel", normal(2, 5), n_bits=4, axis=1),
        _case("symmetric_of_four_bits", normal(4, 6), n_bits=4, symmetric=True),
    ),
    defaults=(Default("n_bits", 8), Default("axis", None), Default("symmetric", False)),
    divergences=(
        Divergence(
            name="half_a_step_more",
            ja="半目盛りの違い",
            summary=Text(
                "For a symmetric range PyTorch's observers divide by 127.5, the half of all 255 "
                "steps; Keras' abs_max_quantize, TensorFlow Lite and we divide by 127, so that "
                "the largest number is met exactly.",
                "対称な範囲のとき、PyTorch の observer は全255目盛りの半分の 127.5 で割る。"
                "Keras の abs_max_quantize や TensorFlow Lite、本実装は 127 で割り、"
                "最大の値をちょうど表せるようにする。",
            ),
            reconciled=Text(
                "The PyTorch twin divides by 127, and rounds with torch's fake quantization.",
                "PyTorch 側の実装は 127 で割り、丸めには torch の fake quantization を使う。",
            ),
            source="torch.ao.quantization.UniformQuantizationObserverBase._calculate_qparams",
            case="symmetric",
            native={
                "numpy": {"symmetric": True},
                "torch": {"callable": "torch_impl.training.quantize._observed_symmetric"},
            },
            quantity="scale",
        ),
    ),
    conventions=(
        Convention(
            "symmetric",
            Text("The range is symmetric, without a zero point.", "対称な範囲で、ゼロ点がない。"),
            {"symmetric": True},
        ),
    ),
    also_called=("quantize_int8", "affine_quantize", "quantization"),
    mistakes=(
        Mistake(
            name="range_without_0",
            ja="範囲に 0 を含めない",
            line="low = np.minimum(x.min(axis=others, keepdims=True), 0)",
            wrong="low = x.min(axis=others, keepdims=True)",
            why=Text(
                "0 must have a number of its own, also where all x are positive.",
                "x がすべて正でも、0 をちょうど表せなければならない。",
            ),
        ),
        Mistake(
            name="zero_point_not_rounded",
            ja="ゼロ点を丸めない",
            line="zero_point = 0 * scale if symmetric else np.clip(q_min - np.rint(low / scale), "
            "q_min, q_max)",
            wrong="zero_point = 0 * scale if symmetric else q_min - low / scale",
            why=Text(
                "The zero point is a whole number, so that 0 comes back as exactly 0.",
                "ゼロ点は整数である。そうでないと 0 がちょうど 0 に戻らない。",
            ),
        ),
        Mistake(
            name="one_step_too_many",
            ja="目盛りの数が1つ多い",
            line="scale = np.maximum(-low, high) / q_max if symmetric else (high - low) / (q_max - "
            "q_min)",
            wrong="scale = np.maximum(-low, high) / q_max if symmetric else (high - low) / (1 + "
            "q_max - q_min)",
            why=Text(
                "256 numbers have 255 steps between them.",
                "256個の整数の間の目盛りは255個である。",
            ),
        ),
        Mistake(
            name="cut_off_and_not_rounded",
            ja="四捨五入せずに切り捨てる",
            line="q = np.clip(np.rint(x / scale) + zero_point, q_min, q_max)",
            wrong="q = np.clip(np.trunc(x / scale) + zero_point, q_min, q_max)",
            why=Text(
                "A cast to integers cuts off towards 0: twice the error, and all of one sign.",
                "整数への型変換は 0 の方向に切り捨てるので、誤差が2倍になり偏る。",
            ),
        ),
        Mistake(
            name="zero_point_forgotten",
            ja="ゼロ点を忘れる",
            line="q = np.clip(np.rint(x / scale) + zero_point, q_min, q_max)",
            wrong="q = np.clip(np.rint(x / scale), q_min, q_max)",
            why=Text(
                "Without it half of the numbers are never used where x is positive, and the rest "
                "is cut off.",
                "足さないと、x が正のときに整数の半分が使われず、残りは切り詰められる。",
            ),
        ),
    ),
)
