import keras
from keras import ops


class MyBatchNormalization(keras.layers.Layer):
    """チャネルは最後の軸"""

    def __init__(self, momentum=0.99, epsilon=1e-3, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape):
        n = input_shape[-1]
        self.gamma = self.add_weight(shape=(n,), initializer="ones", name="gamma")
        self.beta = self.add_weight(shape=(n,), initializer="zeros", name="beta")
        self.moving_mean = self.add_weight(
            shape=(n,), initializer="zeros", trainable=False, name="moving_mean"
        )
        self.moving_variance = self.add_weight(
            shape=(n,), initializer="ones", trainable=False, name="moving_variance"
        )

    def call(self, x, training=False):
        if training:
            mean, var = ops.moments(x, axes=list(range(len(x.shape) - 1)))
            for old, new in ((self.moving_mean, mean), (self.moving_variance, var)):
                old.assign(old * self.momentum + new * (1 - self.momentum))
        else:
            mean, var = self.moving_mean, self.moving_variance
        return (x - mean) * (self.gamma * ops.rsqrt(var + self.epsilon)) + self.beta
