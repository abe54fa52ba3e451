"""Beam search in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.models.next_word_scores import Scores, next_word_scores


def beam_search_decoding(
    scores: torch.Tensor | Scores,
    start: int = 0,
    end: int | None = None,
    length: int | None = None,
    beam: int = 3,
    alpha: float = 0.0,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the sequences that are kept, by ``log_softmax`` and a stable ``sort``.

    Shapes:
        scores (T, R, V), or a function that gives (V,); sequences (K, length), ranked by (K,).
    """
    score, length = next_word_scores(scores, start, length)
    over: list[bool] = [False]
    kept, log_p = [()], torch.zeros(1)
    for _ in range(length):
        if all(over):
            break
        grown, sums = [], []
        for words, done, so_far in zip(kept, over, log_p, strict=True):
            if done:
                grown.append(words)
                sums.append(so_far[None])
            else:
                next_log_p = torch.log_softmax(score(words), dim=0)
                grown += [(*words, w) for w in range(len(next_log_p))]
                sums.append(so_far + next_log_p)
        log_p, order = torch.cat(sums).sort(descending=True, stable=True)
        log_p = log_p[:beam]
        kept = [grown[k] for k in order[:beam]]
        over = [words[-1] == end for words in kept]
    lengths = torch.tensor([len(words) for words in kept]).to(log_p.dtype)
    ranked_by, order = (log_p / lengths**alpha).sort(descending=True, stable=True)
    sequences = [kept[k] + kept[k][-1:] * (length - len(kept[k])) for k in order]
    return torch.tensor(sequences), ranked_by
