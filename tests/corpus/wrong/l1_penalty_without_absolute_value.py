import numpy as np


def l1_penalty(W, rate):
    """L1正則化項"""
    return rate * W.sum()
