"""Without a concept, gradients are compared with finite differences of the code's own forward."""

import pytest


def wrong(report):
    return [q.quantity for q in report.quantities if q.verdict == "differ"]


LAYER = """
    class Cube:
        def __init__(self, n_in, n_out):
            self.W = np.random.randn(n_in, n_out)
            self.b = np.zeros(n_out)

        def forward(self, x):
            self.x = x
            return (x @ self.W) ** 3 + self.b

        def backward(self, dout):
            dz = 3 * (self.x @ self.W) ** 2 * dout
            self.dW = self.x.T @ dz
            self.db = dout.sum(axis=0)
            return dz @ self.W.T
"""


def test_a_layer_that_has_no_page_is_judged_array_by_array(by_itself):
    report = by_itself(LAYER)
    assert report.verdict == "agrees"
    assert report.alone
    assert report.concept == ""
    assert {q.quantity for q in report.quantities} == {"dx", "dW", "db"}
    assert min(q.digits for q in report.quantities) > 8


@pytest.mark.parametrize(
    ("right", "mistake", "quantity", "cause"),
    [
        ("3 * (self.x", "2 * (self.x", "dx", "constant_factor"),
        ("self.db = dout", "self.db = -dout", "db", "sign"),
        ("self.db = dout.sum(axis=0)", "self.db = np.zeros_like(self.b)", "db", "zero_gradient"),
        ("self.db = dout.sum(axis=0)", "self.db = dout[-1]", "db", "overwritten"),
        ("self.db = dout.sum(axis=0)", "self.db = dout", "db", "wrong_shape"),
        ("self.db = dout.sum(axis=0)", "self.db = np.full(self.b.shape, 1.0 * len(dout))", "db",
         "upstream_missing"),
    ],
)  # fmt: skip
def test_one_mistake_that_explains_the_numbers_is_named(by_itself, right, mistake, quantity, cause):
    assert right in LAYER
    report = by_itself(LAYER.replace(right, mistake))
    assert report.verdict == "differs"
    assert quantity in wrong(report)
    assert [c.name for c in report.causes] == [cause]
    assert report.causes[0].line is not None


def test_a_transposed_gradient_is_named_where_the_array_is_square(by_itself):
    report = by_itself(
        """
        class Turn:
            def __init__(self, size):
                self.W = np.random.randn(size, size)
            def forward(self, x):
                self.x = x
                return x @ self.W
            def backward(self, dout):
                self.dW = dout.T @ self.x
                return dout @ self.W.T
        """
    )
    assert wrong(report) == ["dW"]
    assert [c.name for c in report.causes] == ["transposed"]


def test_a_mean_over_the_batch_in_the_parameters_alone_is_a_convention(by_itself):
    code = LAYER.replace("self.x.T @ dz", "self.x.T @ dz / len(dout)")
    code = code.replace("dout.sum(axis=0)", "dout.mean(axis=0)")
    report = by_itself(code)
    assert report.verdict == "agrees"
    assert [c.name for c in report.conventions] == ["batch_mean"]
    one = by_itself(LAYER.replace("dout.sum(axis=0)", "dout.mean(axis=0)"))
    assert wrong(one) == ["db"]  # of one parameter alone it is a mistake


PAIR = """
    def cell_forward(x, prev_h, Wx, Wh, b):
        next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
        return next_h, (x, prev_h, Wx, Wh, next_h)

    def cell_backward(dnext_h, cache):
        x, prev_h, Wx, Wh, next_h = cache
        dz = dnext_h * (1 - next_h ** 2)
        return dz @ Wh.T, x.T @ dz, dz.sum(axis=0), prev_h.T @ dz, dz @ Wx.T
"""


def test_results_in_any_order_find_their_arrays_by_shape_and_by_value(by_itself):
    report = by_itself(PAIR, "cell_forward")
    assert report.verdict == "agrees"
    assert len(report.quantities) == 5


def test_a_backward_function_is_judged_with_its_forward(by_itself):
    report = by_itself(PAIR.replace("(1 - next_h ** 2)", "(1 - next_h)"), "cell_backward")
    assert report.verdict == "differs"


def test_several_outputs_have_an_upstream_gradient_each(by_itself):
    code = """
    def gate_forward(x, c):
        h = np.tanh(x) * c
        c_next = c * c
        return h, c_next, (x, c)

    def gate_backward(dh, dc_next, cache):
        x, c = cache
        dx = dh * c * (1 - np.tanh(x) ** 2)
        dc = dh * np.tanh(x) + 2 * c * dc_next
        return dx, dc
    """
    assert by_itself(code, "gate_forward").verdict == "agrees"
    assert wrong(by_itself(code.replace("+ 2 * c * dc_next", ""), "gate_forward")) == ["dc"]


def test_dropout_is_judged_under_one_seed(by_itself):
    code = """
    class Thin:
        def forward(self, x):
            self.mask = np.random.rand(*x.shape) > 0.3
            return x * self.mask
        def backward(self, dout):
            return dout * self.mask
    """
    assert by_itself(code).verdict == "agrees"
    assert by_itself(code.replace("dout * self.mask", "dout")).verdict == "differs"


@pytest.mark.parametrize(
    ("wrong_slope", "said"),
    [
        ("alpha * np.exp(np.minimum(x, 0) / alpha)", "a factor alpha is too many"),
        ("np.exp(np.minimum(x, 0) / alpha) / alpha", "multiplied by alpha"),
    ],
)
def test_a_factor_that_is_1_by_default_is_seen_and_named(by_itself, wrong_slope, said):
    code = """
        class Bend:
            def __init__(self, alpha=1.0):
                self.alpha = alpha

            def forward(self, x):
                self.x, alpha = x, self.alpha
                return np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0) / alpha) - 1))

            def backward(self, dout):
                x, alpha = self.x, self.alpha
                return dout * np.where(x > 0, 1, np.exp(np.minimum(x, 0) / alpha))
    """
    assert by_itself(code).verdict == "agrees"
    slope = "np.exp(np.minimum(x, 0) / alpha))\n    "
    assert slope in code
    report = by_itself(code.replace(slope, f"{wrong_slope})\n    "))
    assert report.verdict == "differs"
    assert said in report.causes[0].text.en


def test_what_no_seed_can_fix_is_not_by_itself(by_itself):
    report = by_itself(
        """
        class Noisy:
            def forward(self, x):
                return x + np.random.default_rng().normal(size=x.shape)
            def backward(self, dout):
                return dout
        """
    )
    assert report.verdict == "error"
    assert "seed" in report.crash.what.en


def test_elements_at_a_bend_are_left_out(by_itself):
    report = by_itself(
        """
        class Steps:
            def forward(self, x):
                self.x = np.round(x, 1)  # every other value stands at a jump
                return np.maximum(self.x, 0) + x
            def backward(self, dout):
                return dout
        """
    )
    assert report.verdict == "agrees"


def test_single_precision_inside_is_told_and_has_its_own_tolerance(by_itself):
    code = """
    class Half:
        def forward(self, x):
            self.x = x.astype(np.float32)
            return np.sin(self.x)
        def backward(self, dout):
            return dout * np.cos(self.x)
    """
    report = by_itself(code)
    assert report.verdict == "agrees"
    assert report.float32 == ["dx"]
    assert by_itself(code.replace("np.cos(self.x)", "np.cos(self.x) * 1.1")).verdict == "differs"


def test_a_derivative_by_elements_is_no_backward(by_itself):
    code = """
    class Bump:
        def __call__(self, x):
            return np.exp(-x ** 2)
        def gradient(self, x):
            return -2 * x * self(x)
    """
    assert by_itself(code).verdict == "agrees"
    assert by_itself(code.replace("-2 *", "2 *")).causes[0].name == "sign"


def test_a_loss_with_its_own_gradient_function(by_itself):
    code = """
    class LogCosh:
        def loss(self, y_pred, y_true):
            return np.sum(np.log(np.cosh(y_pred - y_true))) / len(y_pred)
        def gradient(self, y_pred, y_true):
            return np.tanh(y_pred - y_true) / len(y_pred)
    """
    assert by_itself(code).verdict == "agrees"
    report = by_itself(
        code.replace("np.tanh(y_pred - y_true) / len(y_pred)", "np.tanh(y_pred - y_true)")
    )
    assert [c.name for c in report.causes] == ["constant_factor"]
    assert "number of examples" in report.causes[0].text.en


def test_a_penalty_is_judged_by_its_own_loss(by_itself):
    code = """
    def ridge_loss(W, X, y, reg):
        scores = X @ W
        loss = 0.5 * np.mean((scores[np.arange(len(y)), y] - 1) ** 2) + 0.5 * reg * np.sum(W * W)
        dscores = np.zeros_like(scores)
        dscores[np.arange(len(y)), y] = (scores[np.arange(len(y)), y] - 1) / len(y)
        dW = X.T @ dscores + reg * W
        return loss, dW
    """
    assert by_itself(code).verdict == "agrees"
    assert by_itself(code.replace("+ reg * W", "+ 2 * reg * W")).verdict == "differs"


NETWORK = """
    class Net:
        def __init__(self, input_size, hidden_size, output_size):
            self.params = {
                "W1": 0.01 * np.random.randn(input_size, hidden_size),
                "b1": np.zeros(hidden_size),
                "W2": 0.01 * np.random.randn(hidden_size, output_size),
                "b2": np.zeros(output_size),
            }

        def predict(self, x):
            p = self.params
            self.h = np.tanh(x @ p["W1"] + p["b1"])
            u = self.h @ p["W2"] + p["b2"]
            e = np.exp(u - u.max(axis=1, keepdims=True))
            return e / e.sum(axis=1, keepdims=True)

        def loss(self, x, t):
            return -np.sum(t * np.log(self.predict(x) + 1e-7)) / len(x)

        def gradient(self, x, t):
            d = (self.predict(x) - t) / len(x)
            dh = d @ self.params["W2"].T * (1 - self.h ** 2)
            return {"W2": self.h.T @ d, "b2": d.sum(0), "W1": x.T @ dh, "b1": dh.sum(0)}
"""


def test_a_whole_network_is_judged_parameter_by_parameter(by_itself):
    report = by_itself(NETWORK)
    assert report.verdict == "agrees"  # the 1e-7 in the logarithm is no mistake
    assert {q.quantity for q in report.quantities} == {"dW1", "db1", "dW2", "db2"}
    report = by_itself(NETWORK.replace('"b1": dh.sum(0)', '"b1": dh.mean(0)'))
    assert wrong(report) == ["db1"]


def test_parameters_that_are_made_at_the_first_forward(by_itself):
    code = """
    class Lazy:
        def __init__(self, num_out):
            self.num_out = num_out
            self.W = None
        def forward(self, x):
            if self.W is None:
                self.W = np.random.randn(x.shape[1], self.num_out)
            self.x = x
            return x @ self.W
        def backward(self, dout):
            self.grad_W = self.x.T @ dout
            return dout @ self.W.T
    """
    assert {q.quantity for q in by_itself(code).quantities} == {"dx", "grad_W"}
    assert wrong(by_itself(code.replace("self.x.T @ dout", "2 * self.x.T @ dout"))) == ["grad_W"]


def test_a_backward_that_updates_shows_its_gradient_in_the_change(by_itself):
    code = """
    class Stepper:
        def __init__(self, n_in, n_out):
            self.W = np.random.randn(n_in, n_out)
        def forward(self, x):
            self.x = x
            return x @ self.W
        def backward(self, grad, learning_rate):
            dx = grad @ self.W.T
            self.W -= learning_rate * self.x.T @ grad
            return dx
    """
    assert {q.quantity for q in by_itself(code).quantities} == {"dx", "dW"}
    assert wrong(by_itself(code.replace("-= learning_rate", "+= learning_rate"))) == ["dW"]


def test_an_array_that_two_parts_share_gets_the_sum_of_both_gradients(by_itself):
    code = """
    class Part:
        def __init__(self, W):
            self.params, self.grads = [W], [np.zeros_like(W)]
        def forward(self, x):
            self.x = x
            return x @ self.params[0]
        def backward(self, dout):
            self.grads[0][...] = self.x.T @ dout
            return dout @ self.params[0].T

    class Twice:
        def __init__(self, n_in, n_out):
            W = np.random.randn(n_in, n_out)
            self.first, self.second = Part(W), Part(W)
        def forward(self, x):
            self.u, self.v = self.first.forward(x), self.second.forward(2 * x)
            return np.sin(self.u) + np.cos(self.v)
        def backward(self, dout):
            dx = self.first.backward(dout * np.cos(self.u))
            return dx + 2 * self.second.backward(-dout * np.sin(self.v))
    """
    report = by_itself(code)
    assert report.verdict == "agrees"
    assert [q.quantity for q in report.quantities] == ["dx", "first.grads[0]+second.grads[0]"]
    report = by_itself(code.replace("-dout * np.sin(self.v)", "dout * np.cos(self.v)"))
    assert len(wrong(report)) == 2


COURSE = """
    def forward(network, x):
        z1 = np.tanh(x @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        return z1, y

    def backward(x, d, z1, y):
        grad = {}
        delta2 = y - d
        grad["W2"] = z1.T @ delta2
        grad["b2"] = delta2.sum(axis=0)
        delta1 = delta2 @ network["W2"].T * (1 - z1 ** 2)
        grad["W1"] = x.T @ delta1
        grad["b1"] = delta1.sum(axis=0)
        return grad
"""


def test_a_global_forward_and_backward_are_judged_with_the_loss_that_fits(by_itself):
    report = by_itself(COURSE, "forward")
    assert report.verdict == "agrees"
    assert any("cross-entropy" in text.en for text in report.reading)
    report = by_itself(COURSE.replace("x.T @ delta1", "2 * x.T @ delta1"), "forward")
    assert wrong(report) == ["dW1"]


def test_a_gradient_of_an_unknown_loss_is_not_accused(by_itself):
    code = COURSE.replace("delta2 = y - d", "delta2 = np.tanh(y - d) ** 3")
    report = by_itself(code, "forward")
    assert report.verdict == "error"
    assert "which loss" in report.crash.what.en


def test_code_without_a_gradient_says_what_to_write(by_itself):
    report = by_itself("def shifted(x):\n    return x + 1\n")
    assert report.verdict == "error"
    assert report.exit_code == 2
    assert "shifted_backward(dout, cache)" in report.crash.hint.en
    assert report.crash.what.ja


def test_examples_as_columns_and_a_dictionary_of_parameters(by_itself):
    code = """
    def hidden_forward(X, parameters):
        A = np.tanh(parameters["W1"] @ X + parameters["b1"])
        return A, (X, A, parameters)

    def hidden_backward(dA, cache):
        X, A, parameters = cache
        dZ = dA * (1 - A ** 2)
        dX = parameters["W1"].T @ dZ
        return {"dW1": dZ @ X.T, "db1": dZ.sum(axis=1, keepdims=True), "dX": dX}
    """
    report = by_itself(code, "hidden_forward")
    assert report.verdict == "agrees"
    assert {q.quantity for q in report.quantities} == {"dW1", "db1", "dX"}


def test_shapes_are_read_from_the_docstring(by_itself):
    code = '''
    def mix_forward(s, M):
        """Mix.

        s: signals, of shape (n_s, m)
        M: how, of shape (n_s, n_s)
        """
        return M @ s + s, (s, M)

    def mix_backward(dout, cache):
        s, M = cache
        return M.T @ dout + dout, dout @ s.T
    '''
    assert by_itself(code, "mix_forward").verdict == "agrees"
