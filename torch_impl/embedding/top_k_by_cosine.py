"""Retrieval by cosine similarity in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def top_k_by_cosine(
    queries: torch.Tensor, documents: torch.Tensor, k: int = 3
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (indices, scores), both (Q, k) or (k,), by ``cosine_similarity`` and ``topk``."""
    similarity = F.cosine_similarity(queries[..., None, :], documents, dim=-1)
    scores, indices = similarity.topk(k, dim=-1)
    return indices, scores
