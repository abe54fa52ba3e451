"""Judged by itself: what constructors and methods are given where only their names tell."""


def test_a_default_that_both_ways_have_is_left_to_them(by_itself):
    code = """
    def penalty(W, strength=0.01):
        return strength * np.sum(W ** 2) / 2

    def dpenalty(W, strength=0.01):
        return strength * W
    """
    assert by_itself(code, "penalty").verdict == "agrees"
    assert by_itself(code.replace("return strength * W", "return 2 * strength * W"),
                  "penalty").verdict == "differs"  # fmt: skip
    needed = code.replace("def dpenalty(W, strength=0.01)", "def dpenalty(W, strength)")
    assert by_itself(needed, "penalty").verdict == "agrees"


ONE_IMAGE = """
    class Correlate:
        def __init__(self, input_shape, kernel_size, depth):
            self.k, self.input_shape, (c, h, w) = kernel_size, input_shape, input_shape
            self.kernels = np.random.randn(depth, c, kernel_size, kernel_size)
            self.biases = np.random.randn(depth, h - kernel_size + 1, w - kernel_size + 1)

        def windows(self, image):
            for i in range(self.biases.shape[1]):
                for j in range(self.biases.shape[2]):
                    yield i, j, image[:, i:i + self.k, j:j + self.k]

        def forward(self, image):
            self.image, out = image, self.biases.copy()
            for i, j, window in self.windows(image):
                out[:, i, j] += np.tensordot(self.kernels, window, 3)
            return out

        def backward(self, output_gradient, learn_rate):
            back, kernels = np.zeros(self.input_shape), np.zeros(self.kernels.shape)
            for i, j, window in self.windows(self.image):
                g = output_gradient[:, i, j]
                kernels += np.multiply.outer(g, window)
                back[:, i:i + self.k, j:j + self.k] += np.tensordot(g, self.kernels, 1)
            self.kernels -= learn_rate * kernels
            self.biases -= learn_rate * output_gradient
            return back
"""


def test_a_layer_of_one_image_at_a_time_is_by_itself(by_itself):
    report = by_itself(ONE_IMAGE)
    assert report.verdict == "agrees"
    assert len(report.quantities) == 3
    assert by_itself(ONE_IMAGE.replace("-= learn_rate * kernels", "-= 2 * learn_rate * kernels")
                  ).verdict == "differs"  # fmt: skip


def test_a_layer_is_given_a_function_with_its_derivative(by_itself):
    code = """
    class Activation:
        def __init__(self, activation, activation_prime):
            self.activation, self.activation_prime = activation, activation_prime

        def forward(self, x):
            self.x = x
            return self.activation(x)

        def backward(self, dout):
            return dout * self.activation_prime(self.x)
    """
    assert by_itself(code).verdict == "agrees"
    assert by_itself(code.replace("dout * self", "dout + self")).verdict == "differs"


BUILT = """
    class Scale:
        def __init__(self, power=3):
            self.power, self.optimizer, self.params = power, None, {"gamma": None, "beta": None}

        def build(self, input_shape):
            self.input_shape = input_shape
            self.params["gamma"] = np.ones(input_shape[1])
            self.params["beta"] = np.zeros(input_shape[1])

        def forward(self, inputs):
            assert inputs.shape == self.input_shape
            self.inputs = inputs
            return self.params["gamma"] * inputs ** self.power + self.params["beta"]

        def backward(self, grads, learning_rate):
            own = {"dgamma": np.sum(grads * self.inputs ** self.power, axis=0),
                   "dbeta": np.sum(grads, axis=0)}
            back = grads * self.params["gamma"] * self.power * self.inputs ** (self.power - 1)
            self.optimizer.update(self, own, learning_rate)
            return back
"""


def test_a_layer_that_is_built_for_a_shape_and_given_its_optimizer_later(by_itself):
    report = by_itself(BUILT)
    assert report.verdict == "agrees"
    assert {q.quantity for q in report.quantities} == {"dinputs", "dgamma", "dbeta"}
    assert (
        by_itself(BUILT.replace("np.sum(grads, axis=0)", "np.mean(grads, axis=0)")).verdict
        == "differs"
    )
    without = BUILT.replace("input_shape[1]", "input_shape[0]").replace(
        "inputs.shape == self", "inputs.shape[1:] == self"
    )
    assert by_itself(without).verdict == "agrees"
