"""Where PyTorch and Keras differ in batch normalization."""

from __future__ import annotations

from parity.describing.concept import Divergence, Text

DIVERGENCES = (
    Divergence(
        name="running_variance_unbiased",
        ja="移動平均の分散は不偏か",
        summary=Text(
            "Both normalize by the biased variance (divided by n). PyTorch's running variance "
            "collects the unbiased one (divided by n - 1), Keras' the biased one.",
            "正規化にはどちらも標本分散(n で割る)を使うが、移動平均として蓄える分散は、"
            "PyTorch では不偏分散(n - 1 で割る)、Keras では標本分散である。",
        ),
        reconciled=Text(
            "running_variance names the convention; the other framework's increment is scaled "
            "by n / (n - 1) or its inverse.",
            "running_variance で規約を選ぶ。もう一方のフレームワークでは、"
            "移動平均の増分に n / (n - 1) またはその逆数を掛けてそろえる。",
        ),
        source="torch.nn.BatchNorm1d documentation; Ioffe and Szegedy (2015), algorithm 2, "
        "step 10; keras.layers.BatchNormalization source",
        case="training",
        native={
            "torch": {"running_variance": "unbiased"},
            "keras": {"running_variance": "biased"},
        },
        quantity="running_var",
    ),
    Divergence(
        name="momentum_of_old_or_new",
        ja="momentum は古い値の重みか新しい値の重みか",
        summary=Text(
            "The same number means the opposite: PyTorch's momentum weights the new "
            "statistics, Keras' (and the course's) the old ones.",
            "momentum の意味が逆である。PyTorch では新しい統計量の重み、"
            "Keras(および講座のコード)では古い統計量の重みを表す。",
        ),
        reconciled=Text(
            "momentum_keras = 1 - momentum_torch.",
            "momentum_keras = 1 - momentum_torch とする。",
        ),
        source="torch.nn.BatchNorm1d and keras.layers.BatchNormalization documentation",
        case="training",
        native={
            "torch": {"callable": "torch.nn.BatchNorm1d", "num_features": 4, "momentum": 0.9},
            "keras": {
                "callable": "keras.layers.BatchNormalization",
                "momentum": 0.9,
                "epsilon": 1e-5,
            },
        },
        quantity="running_mean",
    ),
    Divergence(
        name="default_epsilon",
        ja="epsilon の既定値",
        summary=Text(
            "Untouched, PyTorch adds 1e-5 to the variance and Keras 1e-3; the course's code "
            "writes 10e-7, which is 1e-6.",
            "既定値のままでは、分散に加える値は PyTorch が 1e-5、Keras が 1e-3 である。"
            "講座のコードの 10e-7 は 1e-6 を意味する。",
        ),
        reconciled=Text("Set epsilon.", "epsilon を明示的に指定する。"),
        source="torch.nn.BatchNorm1d and keras.layers.BatchNormalization signatures",
        case="training",
        native={
            "torch": {"callable": "torch.nn.BatchNorm1d", "num_features": 4},
            "keras": {"callable": "keras.layers.BatchNormalization"},
        },
        quantity="y",
    ),
    Divergence(
        name="keras_folds_scale_and_shift",
        ja="Keras はスケールとシフトをまとめて計算する",
        summary=Text(
            "Keras computes x a + (beta - mu a) with a = gamma / sqrt(var + epsilon). Where a "
            "is large, the two terms cancel and float32 loses digits; (x - mu) a does not.",
            "Keras は a = gamma / sqrt(var + epsilon) として x a + (beta - mu a) を計算する。"
            "a が大きいと2項が打ち消し合い、float32 では桁落ちする。"
            "(x - mu) a なら起こらない。",
        ),
        reconciled=Text(
            "Irreducible in float32; in float64 the loss is far below what is compared.",
            "float32 では避けられない。float64 では比較に影響しないほど小さい。",
        ),
        source="keras.src.layers.normalization.batch_normalization, tf.nn.batch_normalization",
        case="batch_of_one",
        native={"numpy": {"epsilon": 1e-5}, "keras": {"epsilon": 1e-5}},
        quantity="y",
        irreducible=True,
        size=1e-4,
        dtype="float32",
    ),
    Divergence(
        name="running_statistics_always",
        ja="移動平均を持たない層が作れるか",
        summary=Text(
            "PyTorch's layer without track_running_stats takes the batch's own statistics in "
            "inference, too. Keras' has no such option: it infers from moving statistics, even "
            "from those that it was made with.",
            "PyTorch では track_running_stats=False とすると、推論時にもバッチの統計量を使う。"
            "Keras にこの指定はなく、推論時には必ず移動平均を使う。"
            "一度も学習していなければ、その初期値を使う。",
        ),
        reconciled=Text(
            "Call Keras' layer with training=True in inference, and give it momentum=1, so that "
            "its moving statistics stay as they are.",
            "Keras の層を推論時にも training=True で呼び出し、momentum=1 として移動平均が"
            "動かないようにする。",
        ),
        source="torch.nn.BatchNorm1d documentation, track_running_stats; "
        "keras/src/layers/normalization/batch_normalization.py, call",
        case="untracked_no_affine",
        native={
            "torch": {
                "callable": "torch.nn.BatchNorm1d",
                "num_features": 3,
                "affine": False,
                "track_running_stats": False,
            },
            "keras": {
                "callable": "keras.layers.BatchNormalization",
                "epsilon": 1e-5,
                "center": False,
                "scale": False,
            },
        },
        quantity="y",
    ),
)
