"""The parameters of the user's functions: read once, and again where they have changed."""

import inspect

import pytest

from parity.checking.loading.signatures import parameters_of


def plain(x, axis=-1, *, eps=1e-8):
    return x


class Layer:
    def __init__(self, n, *sizes, bias=True):
        self.n = n

    def forward(self, x, training=False):
        return x

    @classmethod
    def of(cls, n, rate=0.5):
        return cls(n)

    @staticmethod
    def apart(x, y):
        return x


class Made:
    def __new__(cls, width, height=2):
        return super().__new__(cls)


class Loose:
    def __init__(*everything):
        pass


@pytest.mark.parametrize(
    "function",
    [plain, Layer, Layer(3).forward, Layer.forward, Layer.of, Layer.apart, Made, Loose, print, len],
    ids=[
        "function",
        "class",
        "method",
        "unbound",
        "classmethod",
        "staticmethod",
        "__new__",
        "only *args",
        "print",
        "len",
    ],
)
def test_parameters_are_those_of_the_signature_each_time(function):
    try:
        expected = list(inspect.signature(function).parameters.values())
    except ValueError:
        expected = None
    assert parameters_of(function) == expected
    assert parameters_of(function) == expected


def test_a_function_that_gets_other_defaults_or_other_code_is_read_again():
    def mine(x, rate=0.1):
        return x * rate

    def other(x, rate=0.1, axis=0):
        return x

    assert [p.default for p in parameters_of(mine)][1:] == [0.1]
    mine.__defaults__ = (0.5,)
    assert [p.default for p in parameters_of(mine)][1:] == [0.5]
    mine.__code__ = other.__code__
    mine.__defaults__ = (0.5, 1)
    assert [p.name for p in parameters_of(mine)] == ["x", "rate", "axis"]
