import numpy as np


def accuracy(guessed, labels, ignore_label):
    counts = labels != ignore_label
    hits = np.sum((guessed == labels) & counts)
    return hits / np.sum(counts) if counts.any() else 0.0
