import keras
from keras import ops


class MyLeakyReLU(keras.layers.Layer):
    def __init__(self, negative_slope=0.3, **kwargs):
        super().__init__(**kwargs)
        self.negative_slope = negative_slope

    def call(self, x):
        return ops.relu(x) + self.negative_slope * ops.relu(-x)
