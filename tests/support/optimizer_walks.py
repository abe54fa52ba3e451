"""Where an optimizer takes a number, and what its arguments choose among, for tests."""

import numpy as np

from numpy_impl.optimizers.adagrad import Adagrad
from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.adamw import AdamW
from numpy_impl.optimizers.amsgrad import AMSGrad
from numpy_impl.optimizers.momentum import Momentum
from numpy_impl.optimizers.nesterov import Nesterov
from numpy_impl.optimizers.rmsprop import RMSprop


def walk(optimizer, gradients, start=1.0, rates=None):
    """Return where a single number is after each of the given gradients."""
    w = np.array([start])
    path = []
    for step, g in enumerate(gradients):
        if rates:
            optimizer.lr = rates[step]
        optimizer.update({"w": w}, {"w": np.array([g])})
        path.append(w[0])
    return path


CHOICES = [
    (Momentum, "form", "'velocity', 'buffer'"),
    (Nesterov, "form", "'velocity', 'buffer'"),
    (Adagrad, "epsilon_place", "'outside', 'inside'"),
    (RMSprop, "epsilon_place", "'outside', 'inside'"),
    (Adam, "epsilon_place", "'corrected', 'uncorrected'"),
    (AMSGrad, "epsilon_place", "'corrected', 'uncorrected'"),
    (AdamW, "epsilon_place", "'corrected', 'uncorrected'"),
]
