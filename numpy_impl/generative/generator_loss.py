"""The loss of a generative adversarial network's generator."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.judgements import judgements, sigmoid
from numpy_impl.validation import require_choice

FORMS = ("non_saturating", "minimax")


def generator_loss(
    d_fake: ArrayLike, form: str = "non_saturating", from_logits: bool = False
) -> np.ndarray:
    """Return what the generator minimizes, given what the discriminator says of its examples.

    - ``"non_saturating"``: L = -mean log D(G(z)), the cross-entropy with the label "real".
    - ``"minimax"``: L = mean log(1 - D(G(z))), the generator's part of V; where D is sure that an
      example is a fake, it has no slope.

    Args:
        d_fake: D(G(z)) for each example out of the generator, of any shape.
        form: ``"non_saturating"`` or ``"minimax"``.
        from_logits: whether d_fake are logits, before a sigmoid.

    Returns:
        L, a scalar.

    Source:
        Goodfellow et al. (2014), Generative adversarial nets, section 3.
    """
    require_choice("form", form, FORMS)
    (d_fake,) = judgements(from_logits, d_fake=d_fake)
    if form == "minimax":
        losses = -np.logaddexp(0, d_fake) if from_logits else np.log1p(-d_fake)
    else:
        losses = np.logaddexp(0, -d_fake) if from_logits else -np.log(d_fake)
    return losses.mean()


def generator_loss_backward(
    dL: ArrayLike, d_fake: ArrayLike, form: str = "non_saturating", from_logits: bool = False
) -> tuple[np.ndarray]:
    """Return the gradient of d_fake.

    Args:
        dL: the gradient of L.
        d_fake: as it was given.
        form: as it was given.
        from_logits: as it was given.

    Returns:
        (dd_fake,), of the shape of d_fake.
    """
    require_choice("form", form, FORMS)
    (d_fake,) = judgements(from_logits, d_fake=d_fake)
    each = np.asarray(dL, dtype=d_fake.dtype) / d_fake.size
    if form == "minimax":
        slope = -sigmoid(d_fake) if from_logits else -1 / (1 - d_fake)
    else:
        slope = -sigmoid(-d_fake) if from_logits else -1 / d_fake
    return (each * slope,)
