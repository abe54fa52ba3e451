"""What clipping by one norm and by a global one share."""

from __future__ import annotations

from parity.describing.concept import Text

EPSILON_SUMMARY = Text(
    "PyTorch divides by norm + 1e-6; TensorFlow divides by the norm itself.",
    "PyTorch は norm + 1e-6 で割り、TensorFlow は norm そのもので割る。",
)

EPSILON_RECONCILED = Text(
    "Both are this function: epsilon = 1e-6 is PyTorch's form, epsilon = 0 TensorFlow's and the "
    "exam's.",
    "どちらもこの関数で表せる。epsilon = 1e-6 が PyTorch、"
    "epsilon = 0 が TensorFlow と試験の形である。",
)

SCALED_UP = Text(
    "A gradient that is short enough is left alone. Without the bound every gradient is brought to "
    "the length max_norm, short ones made longer, and a zero gradient divides by 0.",
    "十分短い勾配には手を加えない。上限を設けないと短い勾配まで max_norm の長さに伸ばしてしまい、"
    "勾配が 0 のときは 0 で割ることになる。",
)

PASCANU = (
    "Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural "
    "networks, ICML, algorithm 1"
)
A_LENGTH = Text(
    "The threshold is a length; the sum of squares is the length squared.",
    "しきい値は長さである。2乗和は長さの2乗なので、平方根を取って比べる。",
)
