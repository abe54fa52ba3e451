"""The mistakes that the initializers share."""

from __future__ import annotations

from parity.describing.concept import Mistake, Text

FANS_SWAPPED = Text(
    "fan_in counts what feeds one output, fan_out what one input feeds. Swapped, the width follows "
    "the wrong side of the layer.",
    "fan_in は1つの出力に入る本数、fan_out は1つの入力から出る本数である。"
    "取り違えると、層の反対側の大きさに合わせて幅を決めてしまう。",
)


VARIANCE_FOR_STD = Text(
    "That is the variance. The standard deviation is its root.",
    "これは分散である。標準偏差はその平方根になる。",
)


KERNEL_AREA_FORGOTTEN = Text(
    "shape[1] is c_in alone for a kernel. Every output sums over c_in k_h k_w numbers.",
    "カーネルでは shape[1] は c_in だけである。1つの出力は c_in k_h k_w 個の値の和になる。",
)


def fan_in_mistakes(right: str, factor: str) -> tuple[Mistake, ...]:
    """Return the mistakes that are made in a rule by fan_in alone: ``right`` is its last line."""
    other = {"1": "2", "2": "1", "3": "6", "6": "3"}[factor]
    rule = {
        "1": ("sqrt(1 / fan_in) is LeCun's", "sqrt(1 / fan_in) は LeCun の式である"),
        "2": ("sqrt(2 / fan_in) is He's", "sqrt(2 / fan_in) は He の式である"),
        "3": ("sqrt(3 / fan_in) is LeCun's limit", "sqrt(3 / fan_in) は LeCun の区間の端である"),
        "6": ("sqrt(6 / fan_in) is He's limit", "sqrt(6 / fan_in) は He の区間の端である"),
    }[other]
    return (
        Mistake(
            "fans_swapped",
            "fan_in, _ = fans(shape)",
            "_, fan_in = fans(shape)",
            FANS_SWAPPED,
            ja="fan_in と fan_out を取り違える",
        ),
        Mistake(
            "kernel_area_forgotten",
            "fan_in, _ = fans(shape)",
            "fan_in = shape[1] if len(shape) == 4 else shape[0]",
            KERNEL_AREA_FORGOTTEN,
            ja="カーネルの面積を忘れる",
        ),
        Mistake(
            "root_forgotten",
            right,
            f"return {factor} / fan_in",
            Text(
                "Without the root that is a variance, not a width: far too narrow for large "
                "layers.",
                "平方根を取らないと幅ではなく分散の式になり、大きな層では狭くなりすぎる。",
            ),
            ja="平方根を忘れる",
        ),
        Mistake(
            "factor_of_another_rule",
            right,
            f"return math.sqrt({other} / fan_in)",
            Text(
                f"{rule[0]}. The 2 of He's rule makes up for ReLU, which blocks half of the "
                "signal; for other activations there is no such factor.",
                f"{rule[1]}。He の 2 は、ReLU が信号の半分を止める分を"
                "補うためのもので、それ以外の活性化関数には付かない。",
            ),
            ja="別の規則の係数を使う",
        ),
    )


def glorot_mistakes(right: str, factor: str) -> tuple[Mistake, ...]:
    """Return the mistakes that are made in a rule by both fans: ``right`` is its last line."""
    return (
        Mistake(
            "fan_in_only",
            right,
            f"return math.sqrt({factor} / (2 * fan_in))",
            Text(
                "That keeps the variance forward only. Glorot's rule is the compromise with the "
                "way back, whose sums have fan_out terms.",
                "これでは順伝播の分散しか保てない。Glorot の式は、fan_out 個の和になる"
                "逆伝播の側とのあいだをとったものである。",
            ),
            ja="fan_in だけを使う",
        ),
        Mistake(
            "factor_forgotten",
            right,
            "return math.sqrt(1 / (fan_in + fan_out))",
            Text(
                "The rule goes by the mean of the two fans, (fan_in + fan_out) / 2; the sum alone "
                "is twice that.",
                "使うのは2つの fan の平均 (fan_in + fan_out) / 2 である。和のままでは2倍になる。",
            ),
            ja="係数を忘れる",
        ),
        Mistake(
            "root_forgotten",
            right,
            f"return {factor} / (fan_in + fan_out)",
            VARIANCE_FOR_STD,
            ja="平方根を忘れる",
        ),
        Mistake(
            "kernel_area_forgotten",
            "fan_in, fan_out = fans(shape)",
            "fan_in, fan_out = shape[:2]",
            Text(
                "For a kernel both fans count the whole window, k_h k_w positions.",
                "カーネルでは、どちらの fan にも窓の大きさ k_h k_w を掛ける。",
            ),
            ja="カーネルの面積を忘れる",
        ),
    )


STD_FOR_LIMIT = Text(
    "That is the standard deviation. A uniform distribution on [-a, a] has the variance a^2 / 3, "
    "so the limit is sqrt(3) times wider.",
    "これは標準偏差である。[-a, a] の一様分布の分散は a^2 / 3 なので、"
    "区間の端はその sqrt(3) 倍になる。",
)
