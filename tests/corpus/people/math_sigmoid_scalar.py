import math


def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def d_sigmoid(x: float) -> float:
    return sigmoid(x) * (1.0 - sigmoid(x))
