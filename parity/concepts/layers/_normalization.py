"""What the normalizations share."""

from __future__ import annotations

from parity.describing.text import Text

TWO_MEANS = Text(
    "Put together, two means are taken off",
    "まとめると、2つの平均を引く形になる",
)

GAMMA_TIMES = Text(
    "y = gamma x_hat + beta, so the gradient of x_hat is dy times gamma.",
    "y = gamma x_hat + beta なので、x_hat の勾配は dy に gamma を掛けたものになる。",
)

EPSILON_INSIDE = Text(
    "Epsilon is added to the variance, inside the root; outside it weighs differently.",
    "epsilon は根号の中で分散に加える。外で加えると効き方が変わる。",
)
