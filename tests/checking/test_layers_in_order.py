"""A way back that goes through layers in the order of forward, or that is not written yet."""

import pytest

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

BLOCK = (
    LAYER
    + """
    class Gate:
        def __init__(self, n):
            self.g = np.random.randn(n)

        def forward(self, x):
            self.y = np.tanh(x * self.g)
            return self.y

        def backward(self, dout):
            return dout * (1 - self.y ** 2) * self.g

    class Block:
        def __init__(self, n):
            self.cube, self.gate = Cube(n, n), Gate(n)

        def forward(self, x):
            return x + self.gate.forward(self.cube.forward(x))

        def backward(self, dout):
            return dout + self.cube.backward(self.gate.backward(dout))

    class Two:
        def __init__(self, n):
            self.blocks = [Block(n), Block(n)]

        def forward(self, x):
            return self.blocks[1].forward(self.blocks[0].forward(x))

        def backward(self, dout):
            return self.blocks[0].backward(self.blocks[1].backward(dout))
"""
)


@pytest.mark.parametrize("name", ["Block", "Two"])
def test_layers_taken_in_the_order_of_forward_are_named_also_inside(by_itself, name):
    assert by_itself(BLOCK, name).verdict == "agrees"
    turned = "dout + self.gate.backward(self.cube.backward(dout))"
    wrong_line = f"            return {turned}"
    code = BLOCK.replace("dout + self.cube.backward(self.gate.backward(dout))", turned)
    report = by_itself(code, name)
    assert report.verdict == "differs"
    (cause,) = report.causes
    assert cause.name == "in_forward_order"
    assert cause.line.text == wrong_line.strip()
    assert cause.mended == "self.cube.backward(self.gate.backward(dout))"


def test_layers_in_a_row_are_named_where_a_variable_hands_on_the_gradient(by_itself):
    apart = """
            d = self.gate.backward(dout)
            d = self.cube.backward(d)
            return dout + d"""
    whole = "\n            return dout + self.cube.backward(self.gate.backward(dout))"
    code = BLOCK.replace(whole, apart)
    assert by_itself(code, "Block").verdict == "agrees"
    turned = code.replace("self.gate.backward(dout)", "self.cube.backward(dout)")
    turned = turned.replace("self.cube.backward(d)", "self.gate.backward(d)")
    report = by_itself(turned, "Block")
    assert [c.name for c in report.causes] == ["in_forward_order"]
    assert report.causes[0].line.text == "d = self.gate.backward(d)"


def test_a_way_back_that_returns_zeros_alone_is_still_to_be_written(by_itself):
    report = by_itself(
        """
        class Mixer:
            def __init__(self, d):
                self.W = np.random.randn(d, d)
                self.params, self.grads = [self.W], [np.zeros_like(self.W)]

            def forward(self, x):
                return np.tanh(x @ self.W) * x

            def backward(self, dout):
                return np.zeros_like(dout)
        """
    )
    assert report.verdict == "error"
    assert "zeros whatever it is given" in report.crash.what.en
