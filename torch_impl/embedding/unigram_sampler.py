"""The sampler of negatives in PyTorch."""

from __future__ import annotations

import torch


def unigram_sampler(
    corpus: torch.Tensor,
    target: torch.Tensor,
    sample_size: int,
    power: float = 0.75,
    seed: int | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return p (n_words,) and the negatives (N, K), by :func:`torch.multinomial`.

    Shapes:
        corpus (T,) and target (N,) numbers of words.
    """
    generator = torch.Generator()
    if seed is None:
        generator.seed()
    else:
        generator.manual_seed(seed)
    count = torch.bincount(corpus).to(torch.get_default_dtype())
    p = torch.where(count > 0, count**power, torch.zeros_like(count))
    p = p / p.sum()
    others = p.repeat(len(target), 1).scatter_(1, target[:, None], 0.0)
    return p, torch.multinomial(others, sample_size, generator=generator)
