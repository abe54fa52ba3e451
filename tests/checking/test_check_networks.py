"""Networks: in any form, at any size, by our numbers or by the differences of their own loss."""

import pytest
from network_sources import ATTRIBUTES, BOOK, COURSE, LISTS, PADDED
from peoples_module import module_of

from parity.checking.judging.judge import check_object


@pytest.fixture
def judged(tmp_path):
    """Return a function that judges a network, broken in one place."""

    def judge(source, name, concept="mlp", right="", wrong=""):
        assert right in source
        broken = source.replace(right, wrong) if right else source
        namespace = vars(module_of(tmp_path, broken, "people_network"))
        return check_object(
            namespace[name], concept, label=name, namespace=namespace, mapping={}, causes=False
        )

    return judge


@pytest.mark.parametrize(
    ("source", "name", "concept", "conventions", "gradients", "alone"),
    [
        (BOOK, "MultiLayerNet", "mlp", ["constant_in_the_logarithm"], {"dW1", "dbeta1"}, False),
        (LISTS, "TwoLayerNet", "mlp", ["constant_in_the_logarithm"], {"grads[0]"}, False),
        (COURSE, "TwoLayerNet", "mlp", ["penalty_without_half"], {"dW1", "db2"}, False),
        (PADDED, "ConvNet", "simple_convnet", [], {"dW1", "db3"}, True),
        (ATTRIBUTES, "Net", "mlp", [], {"dw_hidden", "db_out"}, True),
    ],
)
def test_right_networks_agree(judged, source, name, concept, conventions, gradients, alone):
    report = judged(source, name, concept)
    assert report.verdict == "agrees", str(report)
    assert [c.name for c in report.conventions] == conventions
    assert gradients <= {q.quantity for q in report.quantities}
    assert report.alone == alone
    assert bool(report.reading) == alone


@pytest.mark.parametrize(
    ("right", "wrong", "quantity"),
    [
        ("affine.dW + self.decay * affine.W", "affine.dW", "dW3"),
        ("affine.dW + self.decay * affine.W", "affine.dW + 2 * self.decay * affine.W", "dW3"),
        (".sum() / len(x)", ".sum()", "dW3"),
        ("(self.y - self.t) / len(self.t)", "self.y - self.t", "dW3"),
        ("return d * self.positive", "return d", "dW2"),
        ("return d * self.mask", "return d", "dW2"),
        ("(d * self.n).sum(axis=0), d", "(d * self.std).sum(axis=0), d", "dgamma2"),
        (" - d.mean(axis=0)", "", "dW2"),
        ('grads[f"b{i}"] = affine.db', 'grads[f"b{i}"] = -affine.db', "db2"),
        ("d.sum(axis=0)\n        return d @", "d.mean(axis=0)\n        return d @", "db3"),
    ],
)
def test_what_is_wrong_in_a_network_is_named_as_the_user_names_it(judged, right, wrong, quantity):
    report = judged(BOOK, "MultiLayerNet", "mlp", right, wrong)
    assert report.verdict == "differs"
    found = {q.quantity for q in report.quantities if q.verdict == "differ"}
    assert quantity in found, found
    assert report.first_wrong.startswith(("dW", "dgamma", "db", "loss"))


@pytest.mark.parametrize(
    ("source", "name", "concept", "right", "wrong", "first"),
    [
        (LISTS, "TwoLayerNet", "mlp", "d.sum(axis=0)", "d.mean(axis=0)", "grads[3]"),
        (COURSE, "TwoLayerNet", "mlp", "2 * self.reg * W1", "self.reg * W1", "dW1"),
        (COURSE, "TwoLayerNet", "mlp", "+ 2 * self.reg * W2", "", "dW2"),
        (COURSE, "TwoLayerNet", "mlp", " * (h > 0)", "", "dW1"),
        (PADDED, "ConvNet", "simple_convnet", ".reshape(a.shape) * (a > 0)",
         ".reshape(a.shape)", "dW1"),
        (PADDED, "ConvNet", "simple_convnet", "axis=(0, 2, 3)", "axis=(0, 2, 3)) / len(X", "db1"),
        (ATTRIBUTES, "Net", "mlp", "np.cos(a)", "a", "y"),
    ],
)  # fmt: skip
def test_wrong_networks_differ(judged, source, name, concept, right, wrong, first):
    report = judged(source, name, concept, right, wrong)
    assert report.verdict == "differs", str(report)
    assert report.first_wrong == first


def test_a_word_that_the_network_does_not_know_is_a_limit(judged):
    report = judged(BOOK, "MultiLayerNet")
    assert report.verdict == "agrees"
    assert "it has no activation 'tanh'" in [limit.en for limit in report.limits]


def test_a_word_that_falls_through_to_another_is_a_limit(judged):
    source = BOOK.replace("kinds[activation]()", "kinds.get(activation, Relu)()")
    report = judged(source, "MultiLayerNet")
    assert report.verdict == "agrees", str(report)
    assert "it has no activation 'gelu'" in [limit.en for limit in report.limits]


def test_a_summed_loss_with_summed_gradients_is_a_convention(judged):
    source = BOOK.replace(".sum() / len(x)", ".sum()").replace(" / len(self.t)", "")
    report = judged(source, "MultiLayerNet")
    assert report.verdict == "agrees", str(report)
    assert "loss_summed" in [c.name for c in report.conventions]


def test_gradients_by_differences_agree_as_far_as_their_step_allows(judged):
    slow = """
    def numerical_gradient(self, x, t):
        grads = {}
        for name, array in self.params.items():
            grads[name] = np.zeros_like(array)
            for i in np.ndindex(array.shape):
                kept = array[i]
                array[i] = kept + 1e-4
                above = self.loss(x, t, True)
                array[i] = kept - 1e-4
                grads[name][i] = (above - self.loss(x, t, True)) / FACTOR
                array[i] = kept
        return grads
"""
    head = BOOK[: BOOK.index("    def gradient(self, x, t)")]
    report = judged(head + slow.replace("FACTOR", "2e-4"), "MultiLayerNet")
    assert report.verdict == "agrees", str(report)
    assert "numerical_gradient" in [c.name for c in report.conventions]
    report = judged(head + slow.replace("FACTOR", "1e-4"), "MultiLayerNet")
    assert report.verdict == "differs", str(report)


def test_scores_with_an_activation_are_no_reading_of_another_network(judged):
    report = judged(LISTS, "TwoLayerNet", "mlp", "return x\n\n    def forward", (
        "return np.maximum(x, 0)\n\n    def forward"))  # fmt: skip
    assert (report.verdict, report.first_wrong) == ("differs", "y")


def test_what_a_network_does_not_give_is_no_difference(judged):
    report = judged(BOOK, "MultiLayerNet", "mlp", 'grads[f"b{i}"] = affine.db', "pass")
    assert report.verdict == "agrees", str(report)
    assert "db1" not in [q.quantity for q in report.quantities]
