"""Losses: how far a prediction is from its target, and the gradient that training starts from.

Every loss here first gives one number for each example (for each element, where the targets are
numbers), and then reduces these: ``"none"`` keeps them, ``"sum"`` adds them up, ``"mean"`` divides
the sum by how many they are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_choice, require_fraction, require_shape

REDUCTIONS = ("none", "sum", "mean")


class Loss(Layer):
    """What the losses share: the reduction, and its part of the gradient.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    ``loss.forward(x, t)`` takes the prediction first; ``loss.backward()`` returns the gradient of
    the prediction. The targets get none.
    """

    def __init__(self, reduction: str) -> None:
        super().__init__()
        require_choice("reduction", reduction, REDUCTIONS)
        self.reduction = reduction

    def reduce(self, losses: np.ndarray) -> np.ndarray:
        """Return the losses themselves, their sum or their mean."""
        self.like = losses
        if self.reduction == "none":
            return losses
        if self.reduction == "sum":
            return losses.sum()
        if losses.size == 0:
            raise ValueError(
                f"The mean of no examples is not defined, but the losses have shape {losses.shape}."
            )
        return losses.mean()

    def share(self, dL: ArrayLike) -> np.ndarray:
        """Return the gradient of each single loss, where the reduced loss has the gradient dL."""
        dL = np.asarray(dL, dtype=self.like.dtype)
        require_shape("dL", dL, self.like.shape if self.reduction == "none" else ())
        if self.reduction == "mean":
            dL = dL / self.like.size
        return np.broadcast_to(dL, self.like.shape)


class HalfSquaredError(Loss):
    """L = 1/2 sum (y - t)^2: with the 1/2, the gradient is the plain error y - t.

    The sum is not divided by the number of examples; ``reduction="mean"`` divides it by the number
    of elements.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    Shapes:
        y, t, dy: any, all the same. L: a scalar, or the shape of y with ``reduction="none"``.

    Source:
        Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
        errors, Nature 323, eq. 3.
    """

    def __init__(self, reduction: str = "sum") -> None:
        super().__init__(reduction)

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for outputs y and targets t."""
        y, t = _of_one_shape("y", y, t)
        self.error = y - t
        losses = self.error**2 / 2
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy, of the shape of y."""
        dlosses = self.share(dL)
        return dlosses * self.error


class MeanSquaredError(Loss):
    """L = mean (y - t)^2, over every element of y.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    Shapes:
        y, t, dy: any, all the same. L: a scalar, or the shape of y with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 1.5.5, eq. 1.87.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(reduction)

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for outputs y and targets t."""
        y, t = _of_one_shape("y", y, t)
        self.error = y - t
        losses = self.error**2
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy, of the shape of y."""
        dlosses = self.share(dL)
        return dlosses * 2 * self.error


class BinaryCrossEntropyWithLogits(Loss):
    """L = -(t log s(x) + (1 - t) log(1 - s(x))), where s is the sigmoid: yes or no, from a logit.

    Taken together, sigmoid and logarithm neither overflow nor reach log 0:
    L = max(x, 0) - x t + log(1 + e^-|x|), and dx = s(x) - t.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.
        label_smoothing: t becomes (1 - label_smoothing) t + label_smoothing / 2.

    Shapes:
        x, t, dx: any, all the same. L: a scalar, or the shape of x with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.2, eq. 4.90, 4.91.
        Szegedy et al. (2016), Rethinking the Inception architecture, section 7 (smoothing).
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(reduction)
        require_fraction("label_smoothing", label_smoothing)
        self.label_smoothing = float(label_smoothing)

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x and targets t between 0 and 1."""
        x, t = _of_one_shape("x", x, t)
        smooth = self.label_smoothing
        self.t = (1 - smooth) * t + smooth / 2
        e = np.exp(-np.abs(x))  # at most 1
        self.sigmoid = np.where(x >= 0, 1, e) / (1 + e)
        losses = np.maximum(x, 0) - x * self.t + np.log1p(e)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx, of the shape of x."""
        dlosses = self.share(dL)
        return dlosses * (self.sigmoid - self.t)


class BinaryCrossEntropy(Loss):
    """L = -(t log y + (1 - t) log(1 - y)): yes or no, from a probability y.

    y is first clipped to [epsilon, 1 - epsilon], so that L stays finite. Where the clip acts, L no
    longer depends on y and dy is 0: a saturated output stops learning, even when it is wrong.
    From logits, :class:`BinaryCrossEntropyWithLogits` has neither trouble.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.
        label_smoothing: t becomes (1 - label_smoothing) t + label_smoothing / 2.
        epsilon: how near y may come to 0 and to 1.

    Shapes:
        y, t, dy: any, all the same. L: a scalar, or the shape of y with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.2, eq. 4.90.
        Szegedy et al. (2016), Rethinking the Inception architecture, section 7 (smoothing).
    """

    def __init__(
        self, reduction: str = "mean", label_smoothing: float = 0.0, epsilon: float = 1e-7
    ) -> None:
        super().__init__(reduction)
        require_fraction("label_smoothing", label_smoothing)
        _require_epsilon(epsilon)
        self.label_smoothing = float(label_smoothing)
        self.epsilon = float(epsilon)

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for probabilities y and targets t between 0 and 1."""
        y, t = _of_one_shape("y", y, t)
        _require_probabilities(y)
        smooth = self.label_smoothing
        self.t = (1 - smooth) * t + smooth / 2
        least, most = self.epsilon, 1 - self.epsilon
        self.inside = (least <= y) & (y <= most)
        # Clipped apart: in float32, 1 - (1 - 1e-7) would be 1.2e-7.
        self.p, self.q = np.clip(y, least, most), np.clip(1 - y, least, most)
        losses = -(self.t * np.log(self.p) + (1 - self.t) * np.log(self.q))
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy, of the shape of y."""
        dlosses = self.share(dL)
        dp = dlosses * ((1 - self.t) / self.q - self.t / self.p)
        return np.where(self.inside, dp, 0)


class SoftmaxCrossEntropy(Loss):
    """L = -sum_c t_c log softmax(x)_c: one of C classes, from the logits x.

    Taken together, softmax and logarithm neither overflow nor reach log 0:
    log softmax(x) = x - log sum_c e^x_c, and dx = softmax(x) - t.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the examples, not the classes).
        label_smoothing: t becomes (1 - label_smoothing) t + label_smoothing / C.

    Shapes:
        x, dx (..., C), t (...) class numbers or (..., C) one-hot. Every leading axis counts as
        examples. L: a scalar, or (...) with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4, eq. 4.108, 4.109.
        Szegedy et al. (2016), Rethinking the Inception architecture, section 7 (smoothing).
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(reduction)
        require_fraction("label_smoothing", label_smoothing)
        self.label_smoothing = float(label_smoothing)

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x (..., C) and targets t (...) or (..., C)."""
        x = as_float("x", x)
        t, C = _distribution("x", x, t), x.shape[-1]
        self.t = (1 - self.label_smoothing) * t + self.label_smoothing / C
        # Moving all logits alike changes no probability; the largest at 0, exp cannot overflow.
        z = x - x.max(axis=-1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        self.p = np.exp(log_p)
        losses = -(self.t * log_p).sum(axis=-1)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (..., C)."""
        dlosses = self.share(dL)[..., np.newaxis]
        return dlosses * (self.p - self.t)


class CrossEntropy(Loss):
    """L = -sum_c t_c log y_c: one of C classes, from the probabilities y.

    y is clipped to [epsilon, 1 - epsilon], so that L stays finite; where the clip acts, L no longer
    depends on y and the gradient is 0.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the examples, not the classes).
        label_smoothing: t becomes (1 - label_smoothing) t + label_smoothing / C.
        normalize: whether y is first divided by its sum over the classes, as Keras does. Where it
            sums to 1 already, L is the same, but the gradient is not.
        epsilon: how near y may come to 0 and to 1.

    Shapes:
        y, dy (..., C), t (...) class numbers or (..., C) one-hot. Every leading axis counts as
        examples. L: a scalar, or (...) with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4, eq. 4.108.
        Szegedy et al. (2016), Rethinking the Inception architecture, section 7 (smoothing).
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        normalize: bool = False,
        epsilon: float = 1e-7,
    ) -> None:
        super().__init__(reduction)
        require_fraction("label_smoothing", label_smoothing)
        _require_epsilon(epsilon)
        self.label_smoothing = float(label_smoothing)
        self.normalize = normalize
        self.epsilon = float(epsilon)

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for probabilities y (..., C) and targets t (...) or (..., C)."""
        y = as_float("y", y)
        t, C = _distribution("y", y, t), y.shape[-1]
        self.t = (1 - self.label_smoothing) * t + self.label_smoothing / C
        if self.normalize:
            self.total = _positive_total(y)
            y = y / self.total
        _require_probabilities(y)
        self.y = y
        least, most = self.epsilon, 1 - self.epsilon
        self.inside = (least <= y) & (y <= most)
        self.p = np.clip(y, least, most)
        losses = -(self.t * np.log(self.p)).sum(axis=-1)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy (..., C)."""
        dlosses = self.share(dL)[..., np.newaxis]
        dp = -dlosses * self.t / self.p
        dy = np.where(self.inside, dp, 0)
        if self.normalize:  # more of one class is less of every other
            dy = (dy - (dy * self.y).sum(axis=-1, keepdims=True)) / self.total
        return dy


class TaughtCrossEntropy(Loss):
    """L = -1/N sum_n sum_c t_nc log(y_nc + 1e-7), the form that introductory courses write.

    The 1e-7 keeps log 0 away, and makes L smaller than the exact cross-entropy by about 1e-7/y
    for each example. ``backward`` is the true derivative of this expression. That is another thing
    than the shortcut that the same courses take for softmax and loss in one: their gradient
    (y - t)/N is the exact cross-entropy's, that of :class:`SoftmaxCrossEntropy`, though their loss
    has the 1e-7 inside.

    Shapes:
        y, dy (..., C), t (...) class numbers or (..., C) one-hot. Every leading axis counts as
        examples, N in all. L: a scalar.
    """

    def __init__(self) -> None:
        super().__init__("mean")

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for probabilities y (..., C) and targets t (...) or (..., C)."""
        y = as_float("y", y)
        self.t = _distribution("y", y, t)
        _require_probabilities(y)
        self.y = y
        losses = -(self.t * np.log(self.y + 1e-7)).sum(axis=-1)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy (..., C)."""
        dlosses = self.share(dL)[..., np.newaxis]
        return -dlosses * self.t / (self.y + 1e-7)


def _of_one_shape(name: str, y: ArrayLike, t: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return prediction and targets as floats of the prediction's type."""
    y = as_float(name, y)
    t = as_float("t", t).astype(y.dtype, copy=False)
    require_shape("t", t, y.shape)
    return y, t


def _distribution(name: str, y: np.ndarray, t: ArrayLike) -> np.ndarray:
    """Return the targets as one distribution over the classes for each example, shaped like y."""
    if y.ndim == 0 or y.shape[-1] == 0:
        raise ValueError(f"{name} has shape {y.shape}, but its last axis must be the classes.")
    C = y.shape[-1]
    t = np.asarray(t)
    if t.shape == y.shape:
        t = as_float("t", t).astype(y.dtype, copy=False)
        off = np.abs(t.sum(axis=-1) - 1) > 1e-3
        if off.any():
            raise ValueError(
                f"Each example of t must sum to 1 over the classes, "
                f"but one sums to {t.sum(axis=-1)[off][0]:g}."
            )
        return t
    if t.shape != y.shape[:-1]:
        raise ValueError(
            f"t has shape {t.shape}, but {name} of shape {y.shape} needs class numbers of shape "
            f"{y.shape[:-1]} or one-hot targets of shape {y.shape}."
        )
    if t.size and t.dtype.kind not in "iu":
        raise ValueError(f"Class numbers must be integers, but the dtype of t is {t.dtype}.")
    wrong = (t < 0) | (t >= C)
    if wrong.any():
        raise ValueError(f"t holds the class {t[wrong][0]}, but C = {C} classes are 0 to {C - 1}.")
    return np.eye(C, dtype=y.dtype)[t.astype(np.intp)]


def _positive_total(y: np.ndarray) -> np.ndarray:
    """Return the sum over the classes, (..., 1)."""
    total = y.sum(axis=-1, keepdims=True)
    if (total <= 0).any():
        raise ValueError(
            f"To be normalized, y must have a positive sum over the classes, "
            f"but one sum is {total[total <= 0][0]:g}."
        )
    return total


def _require_probabilities(y: np.ndarray) -> None:
    """Check that y lies between 0 and 1."""
    outside = (y < 0) | (y > 1)
    if outside.any():
        raise ValueError(
            f"y holds {y[outside][0]:g}, which is no probability; "
            f"for logits, take the loss with the softmax or the sigmoid inside."
        )


def _require_epsilon(epsilon: float) -> None:
    """Check that 0 < epsilon < 1/2."""
    if not 0 < epsilon < 0.5:
        raise ValueError(f"epsilon is {epsilon}, but must be greater than 0 and less than 0.5.")
