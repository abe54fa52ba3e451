"""Which loss each array follows in a training step: its change is a multiple of that slope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from parity.checking.alone.differences import Slope
from parity.checking.alone.probing.places import Place
from parity.checking.alone.step_inputs import Ready
from parity.checking.alone.trial import FINE, ROUGH, Compared, shown
from parity.checking.report import Convention
from parity.describing.concept import Text

MOST_PARTS = 100
"""A mean is over fewer parts than these."""


@dataclass(frozen=True)
class Fit:
    """How well an array's change is a multiple of the slope of a loss.

    Attributes:
        loss: which one.
        multiple: what multiple.
        error: how far it is from that, relative to its largest element.
        telling: whether it has several elements: one number is a multiple of any other.
        decay: what multiple of the array itself is in its change besides.
    """

    loss: int
    multiple: float
    error: float
    telling: bool
    decay: float = 0.0

    @property
    def sound(self) -> bool:
        """Tell whether it follows the loss."""
        return self.telling and self.error <= ROUGH


def compared(
    yours: Mapping[Place, np.ndarray],
    slopes: Mapping[Place, list[Slope]],
    values: Mapping[Place, np.ndarray],
    ready: Ready,
    once: bool = False,
) -> tuple[list[Compared], list[int], list[float]]:
    """Return each array's change beside the slope of the loss that it follows.

    An array follows the loss, or the sum of all, of whose slope its change is a multiple. All that
    follow one loss must be the same multiple: a mean or a sum over the batch. What decays by
    itself besides is not the loss's. What the code calls its loss is not to be climbed.

    Args:
        yours: each array's change, divided by the rate.
        slopes: by array, those of each loss.
        values: the arrays.
        ready: the step.
        once: whether a change must be the slope itself, and no multiple.

    Returns:
        The arrays, which loss each follows, and the multiples.
    """
    kinds = len(next(iter(slopes.values())))
    fits: dict[Place, Fit] = {}
    rights: dict[Place, list[np.ndarray]] = {}
    for place, own in slopes.items():
        rights[place] = [s.value for s in own]
        if kinds > 1 and not ready.supposed:
            rights[place].append(np.sum(rights[place], axis=0))
        for k, right in enumerate(rights[place]):
            known = np.isfinite(right)
            if not known.any() or not np.any(right[known]):
                continue
            multiple, decay, error = _multiple(
                yours[place][known], right[known], values[place][known]
            )
            if place not in fits or error < fits[place].error:
                fits[place] = Fit(k, multiple, error, yours[place].size > 1, decay)
    common = {k: _common([f for f in fits.values() if f.loss == k]) for k in range(kinds + 1)}
    for k, one in common.items():
        if one is not None and (ready.supposed or (ready.named and kinds == 1)):
            common[k] = abs(one)
    if once:
        common = dict.fromkeys(common)
    found = []
    for place, fit in fits.items():
        k = fit.loss
        if common[k] is None and not fit.telling and not once:
            continue  # of one number there is always some multiple
        found_one = common[k]
        usual = 1.0 if found_one is None else found_one
        right = usual * rights[place][k] + fit.decay * values[place]
        known = np.isfinite(right)
        scale = max(float(np.abs(right[known]).max()), 1e-12)
        off = fit.error
        if fit.error > ROUGH or not np.isclose(fit.multiple, usual, rtol=ROUGH):
            off = float(np.abs(yours[place] - right)[known].max()) / scale
        name = shown(place)
        gradient = f"d{name}" if name.isidentifier() else f"d({name})"
        s = slopes[place][min(k, kinds - 1)]
        found.append(
            Compared(place, gradient, right, yours[place], off, scale, off <= ROUGH, off > FINE,
                     s.kinks, s.left_out)
        )  # fmt: skip
    followed = [fit.loss for fit in fits.values() if fit.sound]
    return found, followed, [m for m in common.values() if m is not None]


def _multiple(y: np.ndarray, r: np.ndarray, w: np.ndarray) -> tuple[float, float, float]:
    """Return of what multiple of r, and perhaps of w besides, y consists; and the error of that."""
    size = max(float(np.abs(y).max()), 1e-300)
    alone = float(y @ r / (r @ r))
    error = float(np.abs(y - alone * r).max()) / size
    if error <= ROUGH or y.size < 4:
        return alone, 0.0, error
    (of_r, of_w), *_ = np.linalg.lstsq(np.stack([r, w], axis=1), y, rcond=None)
    decayed = float(np.abs(y - of_r * r - of_w * w).max()) / size
    if decayed <= ROUGH and of_w > 0:
        return float(of_r), float(of_w), decayed
    return alone, 0.0, error


def steady(multiples: Sequence[float], again: Sequence[float]) -> bool:
    """Tell whether a step is the same multiple of the slope elsewhere, as by a rate of its own."""
    return len(multiples) == len(again) and bool(np.allclose(multiples, again, rtol=1e-3))


def of_one_length(compared: Sequence[Compared], again: Sequence[Compared]) -> bool:
    """Tell whether changes are as long elsewhere, together or each: a rule of its own."""
    one, other = (np.array([np.linalg.norm(c.yours) for c in found]) for found in (compared, again))
    if one.shape != other.shape:
        return False
    together = np.isclose(np.linalg.norm(one), np.linalg.norm(other), rtol=1e-4)
    return bool(together or np.allclose(one, other, rtol=1e-4))


def is_plain(multiple: float) -> bool:
    """Tell whether a multiple is a number of examples, of outputs, or one part of those."""
    one = max(abs(multiple), 1 / max(abs(multiple), 1e-300))
    return bool(one < MOST_PARTS and abs(one - round(one)) <= 1e-4 * one)


def _common(fits: Sequence[Fit]) -> float | None:
    """Return the multiple that most arrays agree on; of as many, the one nearest to 1."""
    sound = [fit.multiple for fit in fits if fit.sound]

    def votes(one: float) -> tuple[int, float]:
        agreeing = sum(bool(np.isclose(one, other, rtol=1e-3)) for other in sound)
        return agreeing, -abs(float(np.log(abs(one))))

    return max(sound, key=votes, default=None)


def convention_of(ready: Ready, followed: Sequence[int]) -> Convention | None:
    """Return what it means that arrays follow different losses of those that are usual."""
    losses = [ready.supposed[k] for k in dict.fromkeys(followed)] if ready.supposed else []
    if len(losses) < 2:
        return None
    return Convention(
        "errors_sent_back",
        Text(
            f"its arrays follow different losses ({', '.join(t.en for t in losses)}): what is sent "
            "back leaves out the slope of the output, or has it once more than the loss.",
            f"配列ごとに異なる損失({'、'.join(t.ja for t in losses)})の勾配になっている。"
            "逆向きに送る誤差に、出力の微分が抜けているか余分に掛かっている。",
        ),
    )


def told_of(
    found: Sequence[Compared], ready: Ready, followed: Sequence[int], multiples: Sequence[float]
) -> list[Text]:
    """Say how the step was read."""
    told = [
        Text(
            "Its training step was judged: how far it moves each array, divided by the learning "
            "rate, beside the slope of the loss.",
            "学習ステップを判定した。各配列の変化を学習率で割り、損失の数値微分と比べた。",
        )
    ]
    losses = [ready.supposed[k] for k in dict.fromkeys(followed)] if ready.supposed else []
    if len(losses) == 1:
        told.append(
            Text(
                f"It returns no loss; it was taken to be {losses[0].en}.",
                f"損失を返さないので、{losses[0].ja}とみなした。",
            )
        )
    other = [m for m in multiples if not np.isclose(m, 1, rtol=1e-3)]
    if other and any(c.fine for c in found):
        by = f"{other[0]:.4g}"
        told.append(
            Text(
                f"It moves by {by} times the slope of the loss, as where one is a sum over the "
                "batch and the other a mean.",
                f"変化は損失の勾配の {by} 倍である(一方がバッチの和、他方が平均の場合など)。",
            )
            if is_plain(other[0])
            else Text(
                f"It moves by {by} times the slope of the loss: by a rate of its own.",
                f"変化は損失の勾配の {by} 倍である(学習率を自身で変えている)。",
            )
        )
    return told
