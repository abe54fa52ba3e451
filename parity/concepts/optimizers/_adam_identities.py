"""Adam in terms of its siblings."""

from __future__ import annotations

from parity.concepts.optimizers._recorded_gradients import fifty_steps
from parity.concepts.optimizers._walk import Params, walked
from parity.describing.concept import Text
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _rmsprop_with_correction(of: Implementations, a: Arrays) -> Arrays:
    """Return RMSprop's path with lr sqrt(1 - rho^t) at step t, which corrects its average."""
    rho = 0.75
    rmsprop = of("rmsprop")(rho=rho, epsilon=0.125)

    def step(t: int, params: Params, grads: Params) -> None:
        rmsprop.lr = 0.125 * (1 - rho**t) ** 0.5
        rmsprop.update(params, grads)

    return walked(a, step)


IDENTITIES = (
    Identity(
        sibling="rmsprop",
        text=Text(
            "With beta1 = 0 it is RMSprop with bias correction, which is a learning rate of "
            "lr sqrt(1 - beta2^t).",
            "beta1 = 0 なら、バイアス補正付きの RMSprop である。"
            "この補正は、学習率を lr sqrt(1 - beta2^t) とすることに当たる。",
        ),
        case=fifty_steps("beta1_0", {"lr": 0.125, "epsilon": 0.125}, lr_later=0.125),
        left=evaluated("adam", beta1=0.0, beta2=0.75, epsilon_place="uncorrected"),
        right=_rmsprop_with_correction,
    ),
    Identity(
        sibling="rmsprop",
        text=Text(
            "With beta1 = 0 and without bias correction it is RMSprop, at every step.",
            "beta1 = 0 でバイアス補正もしなければ、どのステップでも RMSprop と同じである。",
        ),
        case=fifty_steps("beta1_0_uncorrected", {"lr": 0.01, "epsilon": 0.01}),
        left=evaluated("adam", beta1=0.0, beta2=0.75, bias_correction=False),
        right=evaluated("rmsprop", rho=0.75),
    ),
)
