"""What several generative models say, or are given."""

from __future__ import annotations

from itertools import pairwise

from parity.concepts.losses._draws import SCALAR
from parity.describing.concept import Text
from parity.describing.draw import Draw, normal

NO_NOISE_GRADIENT = ("mu", "log_var")
"""What a draw is differentiated by: the noise is no parameter."""

KL_HALF = Text(
    "The closed form carries 1/2, from the exponent of the Gaussian. Without it the latent space "
    "is pulled towards the standard normal twice as hard.",
    "閉じた式には、正規分布の指数に由来する 1/2 が付く。落とすと、潜在変数を標準正規分布へ"
    "引き寄せる力が2倍になる。",
)
LOG_VAR_AS_SIGMA = Text(
    "The encoder says log sigma^2, so that any number is allowed. The variance is its exponential.",
    "エンコーダが出力するのは log sigma^2 であり、どんな実数でもよい。分散はその指数である。",
)
LATENT_SUMMED = Text(
    "The numbers of one example belong to one density, whose logarithm is a sum; only examples "
    "are averaged. The mean over them weakens this term against the other.",
    "1つのデータの各成分は1つの密度を成し、その対数は和になる。平均するのはデータについて"
    "だけである。成分でも平均すると、もう一方の項との釣り合いが崩れる。",
)


def perceptron(prefix: str, *sizes: int) -> dict[str, Draw]:
    """Return the parameters of an MLP that stands under a name."""
    found = {}
    for i, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        found[f"{prefix}.dense{i}.W"] = normal(n_in, n_out, scale=0.5)
        found[f"{prefix}.dense{i}.b"] = normal(n_out, scale=0.5)
    return found


OWN_STEPS = {"own_steps": True, "outputs": ("L",)}

LR = 0.125
"""A learning rate that float32 holds exactly, as Keras keeps it."""

STEP_AGAINST = Text(
    "The step goes against the gradient of the loss; with the sign turned the reconstruction gets "
    "worse at every step.",
    "パラメータは損失の勾配と逆の向きに動かす。符号が逆だと、ステップごとに再構成が悪くなる。",
)
MEAN_OVER_EXAMPLES = Text(
    "L is averaged over the examples, so each has 1/N of the gradient; without it the step grows "
    "with the batch.",
    "L はデータの平均なので、各データの勾配には 1/N が掛かる。"
    "掛け忘れると、バッチが大きいほど更新が大きくなる。",
)

WRONG_LABEL = Text(
    "The generator wants its examples to be called real; with the label of the discriminator it "
    "learns to be found out.",
    "生成器が求めるのは「本物」と判定されることである。識別器と同じラベルを使うと、"
    "見破られるように学習してしまう。",
)
LOSSES_OF_BOTH = {"L_D": SCALAR, "L_G": SCALAR}
