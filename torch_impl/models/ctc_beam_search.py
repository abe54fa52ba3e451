"""CTC's beam search in PyTorch."""

from __future__ import annotations

from collections import defaultdict

import torch


def ctc_beam_search(
    x: torch.Tensor,
    input_lengths: torch.Tensor | None = None,
    beam_width: int = 10,
    blank: int = 0,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (labels (N, T) padded with -1, log_p (N,)) for logits x (N, T, C).

    PyTorch has no CTC decoder (torchaudio, a package of its own, has): the search is written with
    its ``logsumexp``, ``topk`` and ``unique_consecutive``.
    """
    N, T, _ = x.shape
    labels, log_p = torch.full((N, T), -1), x.new_empty(N)
    for n, log_y in enumerate(x.log_softmax(dim=-1)):
        steps = T if input_lengths is None else int(input_lengths[n])
        search = _prefix_search if beam_width else _best_path
        found, log_p[n] = search(log_y[:steps], beam_width, blank)
        labels[n, : len(found)] = torch.tensor(found, dtype=torch.long)
    return labels, log_p


def _best_path(log_y: torch.Tensor, _: int, blank: int) -> tuple[list[int], torch.Tensor]:
    best = log_y.max(dim=1)
    merged = torch.unique_consecutive(best.indices)
    return merged[merged != blank].tolist(), best.values.sum()


def _prefix_search(
    log_y: torch.Tensor, beam_width: int, blank: int
) -> tuple[tuple[int, ...], torch.Tensor]:
    never = log_y.new_tensor(float("-inf"))
    prefixes: list[tuple[int, ...]] = [()]
    ends = torch.stack([log_y.new_tensor(0.0), never])[None]  # by the blank, by the last label
    for log_y_t in log_y:
        ways: dict[tuple[int, ...], tuple[list, list]] = defaultdict(lambda: ([never], [never]))
        for prefix, by_end, either in zip(prefixes, ends, ends.logsumexp(dim=1), strict=True):
            longer = either + log_y_t
            if prefix:
                longer[prefix[-1]] = by_end[0] + log_y_t[prefix[-1]]
                ways[prefix][1].append(by_end[1] + log_y_t[prefix[-1]])
            ways[prefix][0].append(either + log_y_t[blank])
            for c in range(len(log_y_t)):
                if c != blank:
                    ways[*prefix, c][1].append(longer[c])
        kept = sorted(ways)
        sums = [[torch.stack(part).logsumexp(dim=0) for part in ways[p]] for p in kept]
        ends = torch.stack([torch.stack(each) for each in sums])
        best = ends.logsumexp(dim=1).topk(min(beam_width, len(kept))).indices
        prefixes, ends = [kept[i] for i in best], ends[best]
    return prefixes[0], ends[0].logsumexp(dim=0)
