import torch
from torch import nn


class PReLU(nn.Module):
    def __init__(self, num_parameters=1, init=0.25):
        super().__init__()
        self.weight = nn.Parameter(torch.full((num_parameters,), init))

    def forward(self, x):
        a = self.weight
        if a.numel() > 1:
            a = a.view(1, -1, *[1] * (x.dim() - 2))
        return torch.where(x > 0, x, a * x)
