"""Where the optimizers add epsilon, in texts that several share."""

from __future__ import annotations

from parity.describing.concept import Text

INSIDE_THE_ROOT = Text(
    "epsilon stands inside the root, sqrt(h + epsilon), as in Keras; in PyTorch and "
    "the book it is added to the root.",
    "Keras と同じく epsilon が根号の中にある(sqrt(h + epsilon))。PyTorch や教科書"
    "では平方根に足す。",
)
ACTS_AS_ITS_ROOT = Text(
    "That is Keras' form. Inside the root the same epsilon acts as sqrt(epsilon): "
    "1e-7 becomes 3e-4.",
    "これは Keras の式である。根号の中では同じ epsilon が sqrt(epsilon) の大きさで"
    "効き、1e-7 が 3e-4 になる。",
)
RECONCILED = Text(
    "At step t: PyTorch with epsilon / sqrt(1 - beta2^t), or Keras with epsilon sqrt(1 - beta2^t).",
    "ステップ t で、PyTorch には epsilon / sqrt(1 - beta2^t) を、"
    "または Keras には epsilon sqrt(1 - beta2^t) を与える。",
)
UNCORRECTED_ROOT = Text(
    "epsilon is added to the root before the bias correction, as in Keras and in "
    "the book's form with lr_t; PyTorch adds it after the correction.",
    "Keras や教科書の lr_t の形と同じく、バイアス補正の前の平方根に epsilon を足"
    "す。PyTorch は補正後に足す。",
)
ACTS_LIKE_1E4 = Text(
    "Inside the root, an epsilon of 1e-8 acts like one of 1e-4.",
    "根号の中では、1e-8 の epsilon が 1e-4 と同じ強さで効いてしまう。",
)
EITHER_ROOT = Text(
    "PyTorch adds epsilon to the bias-corrected root, Keras to the uncorrected one.",
    "PyTorch は補正後の平方根に、Keras は補正前の平方根に epsilon を加える。",
)
