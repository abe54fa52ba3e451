"""Losses in PyTorch; autograd finds the gradients.

Each is called as ``loss(x, t)``: the prediction first, then the targets.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class HalfSquaredError(nn.MSELoss):
    """L = 1/2 sum (y - t)^2: half of :class:`torch.nn.MSELoss`.

    Shapes:
        y, t: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "sum") -> None:
        super().__init__(reduction=reduction)

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        return super().forward(y, t) / 2


class MeanSquaredError(nn.MSELoss):
    """L = mean (y - t)^2 over every element, as :class:`torch.nn.MSELoss`.

    Shapes:
        y, t: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction)


class BinaryCrossEntropyWithLogits(nn.BCEWithLogitsLoss):
    """Cross-entropy of a yes or no from its logit, as :class:`torch.nn.BCEWithLogitsLoss`.

    PyTorch has no label smoothing for two classes: the targets are smoothed here.

    Shapes:
        x, t: any, both the same. L: a scalar, or the shape of x with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(reduction=reduction)
        self.label_smoothing = label_smoothing

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        smooth = self.label_smoothing
        return super().forward(x, t * (1 - smooth) + smooth / 2)


class BinaryCrossEntropy(nn.BCELoss):
    """Cross-entropy of a yes or no from its probability, as :class:`torch.nn.BCELoss`.

    PyTorch's own keeps the logarithm above -100 instead of clipping y, and has no label smoothing.

    Shapes:
        y, t: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(
        self, reduction: str = "mean", label_smoothing: float = 0.0, epsilon: float = 1e-7
    ) -> None:
        super().__init__(reduction=reduction)
        self.label_smoothing = label_smoothing
        self.epsilon = epsilon

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        smooth = self.label_smoothing
        y = y.clamp(self.epsilon, 1 - self.epsilon)
        return super().forward(y, t * (1 - smooth) + smooth / 2)


class SoftmaxCrossEntropy(nn.CrossEntropyLoss):
    """Cross-entropy of C classes from logits, as :class:`torch.nn.CrossEntropyLoss`.

    PyTorch's own has the classes on axis 1; here they are on the last.

    Shapes:
        x (..., C), t (...) class numbers or (..., C) one-hot. L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(reduction=reduction, label_smoothing=label_smoothing)

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        examples = x.shape[:-1]
        x, t = _rows(x, t)
        loss = super().forward(x, t)
        return loss.reshape(examples) if self.reduction == "none" else loss


class CrossEntropy(nn.NLLLoss):
    """Cross-entropy of C classes from probabilities: :class:`torch.nn.NLLLoss` of their logarithm.

    Shapes:
        y (..., C), t (...) class numbers or (..., C) one-hot. L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        normalize: bool = False,
        epsilon: float = 1e-7,
    ) -> None:
        super().__init__(reduction=reduction)
        self.label_smoothing = label_smoothing
        self.normalize = normalize
        self.epsilon = epsilon

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        if self.normalize:
            y = y / y.sum(dim=-1, keepdim=True)
        log_p = y.clamp(self.epsilon, 1 - self.epsilon).log()
        losses = _negative_log_likelihood(log_p, t)
        if self.label_smoothing:
            losses = torch.lerp(losses, -log_p.mean(dim=-1), self.label_smoothing)
        if self.reduction == "none":
            return losses
        return losses.sum() if self.reduction == "sum" else losses.mean()


class TaughtCrossEntropy(nn.Module):
    """L = -1/N sum t log(y + 1e-7), the form that introductory courses write.

    Shapes:
        y (..., C), t (...) class numbers or (..., C) one-hot. L: a scalar.
    """

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        return _negative_log_likelihood((y + 1e-7).log(), t).mean()


def _rows(x: torch.Tensor, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Make every leading axis one axis of examples, the second axis being the classes."""
    classes = x.shape[-1]
    if t.shape == x.shape:
        return x.reshape(-1, classes), t.reshape(-1, classes).to(x.dtype)
    return x.reshape(-1, classes), t.reshape(-1).long()


def _negative_log_likelihood(log_p: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """Return one loss for each example; PyTorch's own takes class numbers only."""
    if t.shape == log_p.shape:
        return -(t * log_p).sum(dim=-1)
    rows, numbers = _rows(log_p, t)
    return F.nll_loss(rows, numbers, reduction="none").reshape(t.shape)
