"""tinynn: a small neural network library for learning"""
from .layers import Linear, ReLU
from .losses import CrossEntropyLoss
from .nets.mlp import MLP
