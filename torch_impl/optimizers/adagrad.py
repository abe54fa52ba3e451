"""AdaGrad in PyTorch."""

from __future__ import annotations

from torch import optim


class Adagrad(optim.Adagrad):
    """:class:`torch.optim.Adagrad`, with epsilon "outside" the root (its own way) or "inside".

    The sum of squares only grows, so epsilon inside the root is a sum that starts epsilon higher.
    """

    def __init__(
        self,
        params,
        lr: float = 0.01,
        epsilon: float = 1e-7,
        initial_accumulator: float = 0.0,
        epsilon_place: str = "outside",
    ) -> None:
        if epsilon_place == "outside":
            start, eps = initial_accumulator, epsilon
        elif epsilon_place == "inside":
            start, eps = initial_accumulator + epsilon, 0.0
        else:
            raise ValueError(
                f"epsilon_place is {epsilon_place!r}, but must be 'outside' or 'inside'."
            )
        super().__init__(params, lr=lr, initial_accumulator_value=start, eps=eps)
