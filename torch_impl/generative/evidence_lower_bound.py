"""The evidence lower bound of a variational autoencoder in PyTorch."""

from __future__ import annotations

import math

import torch
from torch.distributions import Normal

from torch_impl.generative.kl_to_standard_normal import kl_to_standard_normal
from torch_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from torch_impl.losses.reducing import reduced


def evidence_lower_bound(
    x: torch.Tensor,
    x_hat: torch.Tensor,
    mu: torch.Tensor,
    log_var: torch.Tensor,
    likelihood: str = "bernoulli",
    reduction: str = "mean",
    constant: bool = True,
    as_loss: bool = False,
) -> torch.Tensor:
    """Return the bound, by :class:`torch.nn.BCELoss` or ``Normal.log_prob``.

    Shapes:
        x, x_hat (..., n); mu, log_var (..., n_latent); the bound a scalar, or (...) with
        ``reduction="none"``.
    """
    if likelihood == "bernoulli":
        log_p = -BinaryCrossEntropy("none")(x_hat, x).sum(dim=-1)
    else:
        log_p = Normal(x_hat, torch.ones_like(x_hat)).log_prob(x).sum(dim=-1)
        if not constant:
            log_p = log_p + x.shape[-1] / 2 * math.log(2 * math.pi)
    bound = log_p - kl_to_standard_normal(mu, log_var, "none")
    return reduced(-bound if as_loss else bound, reduction)
