import numpy as np


class CrossEntropy:
    def __init__(self, num_classes):
        self.num_classes = num_classes

    def __call__(self, probs, labels):
        hot = np.eye(self.num_classes)[labels]
        return np.mean(-np.sum(hot * np.log(probs + 1e-20), axis=1))
