"""How Keras draws otherwise, for several initializers."""

from __future__ import annotations

from parity.describing.concept import Divergence, Text


def truncated_by_default(keras_class: str, torch_function: str | None) -> Divergence:
    """Return the divergence of ``keras_class``: it cuts at two sigma and widens to make up."""
    torch_en = f"torch.nn.init.{torch_function} does not." if torch_function else ""
    torch_ja = (
        f"torch.nn.init.{torch_function} は切断しない。"
        if torch_function
        else "ここでの既定は切断しない。"
    )
    return Divergence(
        name="truncated_by_default",
        ja="既定は切断正規分布",
        summary=Text(
            f"keras.initializers.{keras_class} cuts the normal distribution off at two standard "
            "deviations and draws from one wider by 1 / 0.8796, so that the standard deviation "
            f"of what is left is the one named. {torch_en}".strip(),
            f"keras.initializers.{keras_class} は正規分布を標準偏差の2倍で切断し、"
            "切断後の標準偏差が所定の値になるよう、元の分布を 1 / 0.8796 倍に広げている。"
            f"{torch_ja}",
        ),
        reconciled=Text(
            "truncated=True in all three, or keras.initializers.VarianceScaling with "
            '"untruncated_normal".',
            "3つとも truncated=True にするか、Keras 側で VarianceScaling の "
            '"untruncated_normal" を使う。',
        ),
        source="keras/src/initializers/random_initializers.py: stddev = sqrt(scale) / 0.8796",
        case="dense_truncated",
        native={
            "numpy": {"truncated": False},
            "keras": {"callable": f"keras.initializers.{keras_class}"},
        },
        quantity="scale",
    )


def limit_in_float32(keras_class: str) -> Divergence:
    """Return the divergence of ``keras_class``: its limit passes through float32."""
    return Divergence(
        name="limit_in_float32",
        ja="float32 に丸められた限界",
        summary=Text(
            f"keras.initializers.{keras_class} casts its limit, a Python float, by way of float32, "
            "even when it draws in float64: up to 6e-8 of it is lost.",
            f"keras.initializers.{keras_class} は、float64 で乱数を生成するときも、"
            "区間の端(Python の float)を一度 float32 に丸めてしまう。"
            "相対的に最大 6e-8 の誤差が入る。",
        ),
        reconciled=Text(
            "keras.initializers.RandomUniform with limits that are NumPy float64.",
            "keras.initializers.RandomUniform に、NumPy の float64 で端の値を渡す。",
        ),
        source="keras/src/backend/tensorflow/random.py: tf.cast(maxval, dtype)",
        case="kernel",
        native={"numpy": {}, "keras": {"callable": f"keras.initializers.{keras_class}"}},
        quantity="scale",
    )
