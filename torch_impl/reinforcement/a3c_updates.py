"""A3C in PyTorch: several workers' gradients, applied to shared parameters."""

from __future__ import annotations

import torch

from torch_impl.reinforcement.actor_critic import actor_critic


def a3c_updates(
    W: torch.Tensor,
    w: torch.Tensor,
    s: torch.Tensor,
    a: torch.Tensor,
    r: torch.Tensor,
    done: torch.Tensor,
    s_last: torch.Tensor,
    worker: torch.Tensor,
    lr: float = 0.01,
    gamma: float = 0.99,
    value_weight: float = 0.5,
    entropy_weight: float = 0.01,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the shared parameters, each step by SGD with the gradients of a worker's copies.

    Shapes:
        W (D, A), w (D,), s (m, T, D), a, r and done (m, T), s_last (m, D), worker and the losses
        (m,).
    """
    shared = [p.detach().clone().requires_grad_() for p in (W, w)]
    optimizer = torch.optim.SGD(shared, lr=lr)
    copies = {k: [p.detach().clone().requires_grad_() for p in shared] for k in worker.tolist()}
    losses = []
    for i, k in enumerate(worker.tolist()):
        W_k, w_k = copies[k]
        after = torch.mv(s_last[i : i + 1], w_k)[0]
        L, *_ = actor_critic(
            s[i] @ W_k, s[i] @ w_k, a[i], r[i], done[i], after,
            gamma, value_weight, entropy_weight,
        )  # fmt: skip
        for p, gradient in zip(shared, torch.autograd.grad(L, [W_k, w_k]), strict=True):
            p.grad = gradient
        optimizer.step()
        copies[k] = [p.detach().clone().requires_grad_() for p in shared]
        losses.append(L.detach())
    return shared[0].detach(), shared[1].detach(), torch.stack(losses)
