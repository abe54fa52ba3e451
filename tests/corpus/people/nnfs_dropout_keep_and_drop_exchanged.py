import numpy as np


class Layer_Dropout:
    """rate: fraction of the neurons to switch off, 0.1 by default"""

    def __init__(self, rate=0.1):
        self.rate = rate

    def forward(self, inputs, training):
        if not training:
            self.output = inputs.copy()
            return
        self.mask = np.random.binomial(1, self.rate, inputs.shape) / (1 - self.rate)
        self.output = inputs * self.mask

    def backward(self, dvalues):
        self.dinputs = dvalues * self.mask
