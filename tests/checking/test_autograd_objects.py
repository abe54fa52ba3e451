"""Values, Variables and Tensors: judged by small expressions, and unwrapped as a concept."""

from textwrap import dedent

import pytest
from peoples_module import module_of

from parity.checking.alone.judge import judge_alone
from parity.checking.judging.judge import check_object


@pytest.fixture
def names(tmp_path):
    """Return what loads code as a module, and gives its names."""

    def load(code):
        return vars(module_of(tmp_path, dedent(code), "graph"))

    return load


NUMBER = """
    import math

    class Num:
        def __init__(self, data, parents=()):
            self.data, self.grad, self.parents, self.back = data, 0.0, parents, lambda: None

        def _of(self, other):
            return other if isinstance(other, Num) else Num(other)

        def __add__(self, other):
            other = self._of(other)
            out = Num(self.data + other.data, (self, other))
            def back():
                self.grad += out.grad
                other.grad += out.grad
            out.back = back
            return out

        def __mul__(self, other):
            other = self._of(other)
            out = Num(self.data * other.data, (self, other))
            def back():
                self.grad += other.data * out.grad
                other.grad += self.data * out.grad
            out.back = back
            return out

        def tanh(self):
            t = math.tanh(self.data)
            out = Num(t, (self,))
            def back():
                self.grad += (1 - t ** 2) * out.grad
            out.back = back
            return out

        def backward(self):
            order, seen = [], set()
            def visit(v):
                if v not in seen:
                    seen.add(v)
                    for p in v.parents:
                        visit(p)
                    order.append(v)
            visit(self)
            self.grad = 1.0
            for v in reversed(order):
                v.back()
"""


def test_every_operation_of_a_number_class_is_compared(names):
    own = names(NUMBER)
    report = judge_alone(own["Num"], "Num", own)
    assert report.verdict == "agrees"
    rows = {q.quantity for q in report.quantities}
    assert {"a + b", "a * 3", "tanh", "a * a", "c = a * b; c * c + c"} <= rows
    assert "a / b" not in rows  # it has none


@pytest.mark.parametrize(
    ("right", "mistake", "row", "cause"),
    [
        ("(1 - t ** 2) *", "(1 - t) *", "tanh", "constant_factor"),
        ("self.grad += other.data * out.grad", "self.grad += out.grad", "a * b", "constant_factor"),
        ("self.grad += out.grad", "self.grad = out.grad", "(a + b) * (a * b)", "not_accumulated"),
        ("other.grad += out.grad", "other.grad -= out.grad", "a + b", "sign"),
    ],
)
def test_the_first_wrong_operation_and_its_cause_are_named(names, right, mistake, row, cause):
    assert right in NUMBER
    own = names(NUMBER.replace(right, mistake, 1))
    report = judge_alone(own["Num"], "Num", own)
    assert report.verdict == "differs"
    assert report.first_wrong == row
    assert [c.name for c in report.causes] == [cause]


GRAPH = """
    class Variable:
        def __init__(self, data):
            if not isinstance(data, np.ndarray):
                raise TypeError("an array is needed")
            self.data, self.grad, self.creator = data, None, None

        def backward(self):
            if self.grad is None:
                self.grad = np.ones_like(self.data)
            todo = [self.creator]
            while todo:
                f = todo.pop()
                given = f.backward(f.output.grad)
                given = given if isinstance(given, tuple) else (given,)
                for x, g in zip(f.inputs, given):
                    x.grad = g if x.grad is None else x.grad + g
                    if x.creator is not None:
                        todo.append(x.creator)

    class Function:
        def __call__(self, *inputs):
            y = self.forward(*[x.data for x in inputs])
            self.inputs, self.output = inputs, Variable(np.asarray(y))
            self.output.creator = self
            return self.output

        def forward(self, *xs):
            raise NotImplementedError

        def backward(self, gy):
            raise NotImplementedError

    class Sigmoid(Function):
        def forward(self, x):
            return 1 / (1 + np.exp(-x))
        def backward(self, gy):
            y = self.output.data
            return gy * y * (1 - y)

    def sigmoid(x):
        return Sigmoid()(x)

    class Swirl(Function):
        def forward(self, x, W):
            return np.sin(x) @ W
        def backward(self, gy):
            x, W = self.inputs[0].data, self.inputs[1].data
            return gy @ W.T * np.cos(x), np.sin(x).T @ gy

    Variable.__add__ = lambda a, b: Add()(a, b)

    class Add(Function):
        def forward(self, a, b):
            return a + b
        def backward(self, gy):
            return gy, gy
"""


@pytest.mark.parametrize("name", ["Sigmoid", "sigmoid"])
def test_code_that_takes_variables_is_judged_as_its_concept(names, name):
    def judged(code):
        own = names(code)
        return check_object(own[name], "sigmoid", label=name, namespace=own, mapping={})

    report = judged(GRAPH)
    assert report.verdict == "agrees"
    assert any("Variable" in text.en for text in report.reading)
    report = judged(GRAPH.replace("gy * y * (1 - y)", "gy * (1 - y)"))
    assert report.verdict == "differs"
    assert report.first_wrong == "dx"


def test_a_function_without_a_page_goes_back_through_its_variables(names):
    own = names(GRAPH)
    report = judge_alone(own["Swirl"], "Swirl", own)
    assert report.verdict == "agrees"
    assert {q.quantity for q in report.quantities} == {"dx", "dW"}
    own = names(GRAPH.replace("* np.cos(x), np", "* np.sin(x), np"))
    assert judge_alone(own["Swirl"], "Swirl", own).first_wrong == "dx"


def test_shapes_that_a_class_does_not_broadcast_are_a_limit_and_no_mistake(names):
    own = names(GRAPH)
    report = judge_alone(own["Variable"], "Variable", own)
    assert report.verdict == "agrees"
    assert any("(3, 4) and b (4,)" in limit.en for limit in report.limits)


def test_a_base_class_of_functions_has_nothing_to_judge(names):
    own = names(GRAPH)
    assert judge_alone(own["Function"], "Function", own).verdict == "error"
