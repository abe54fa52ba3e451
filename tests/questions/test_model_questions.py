"""Single model questions: each number, and each equation, computed in another way."""

import math

import numpy as np
import pytest
from later import Later

from parity.questions.sets.reading import set_questions

torch, nn = Later("torch"), Later("torch.nn")
QUESTIONS = {question.name: question for question in set_questions()}


def right(name):
    question = QUESTIONS[name]
    return question.choices[question.right].en


def separable():
    x = torch.zeros(1, 32, 16, 16)
    depthwise = nn.Conv2d(32, 32, 3, padding=1, groups=32)(x)
    return depthwise.numel() * 9 + nn.Conv2d(32, 64, 1)(depthwise).numel() * 32


def reach():
    """Count the pixels that move the middle unit."""
    net = nn.Sequential(nn.Conv2d(1, 1, 3), nn.AvgPool2d(2), nn.Conv2d(1, 1, 3),
                        nn.Conv2d(1, 1, 3, dilation=2))  # fmt: skip
    x = torch.zeros(1, 1, 40, 40, requires_grad=True)
    y = net(x)
    y[0, 0, y.shape[2] // 2, y.shape[3] // 2].backward()
    return int((x.grad[0, 0].abs().sum(dim=0) > 0).sum())


def encoder_layer():
    return sum(p.numel() for p in nn.TransformerEncoderLayer(64, 8, 256).parameters())


def adagrad():
    w = torch.tensor(2.0, requires_grad=True)
    walk = torch.optim.Adagrad([w], lr=0.5, eps=0.0)
    for g in (3.0, 4.0):
        w.grad = torch.tensor(g)
        walk.step()
    return w.item()


def divergence():
    coin = torch.distributions.Bernoulli
    return torch.distributions.kl_divergence(coin(0.5), coin(0.25)).item()


def overlap():
    a = {(x, y) for x in range(1, 5) for y in range(1, 4)}
    b = {(x, y) for x in range(3, 9) for y in range(2, 5)}
    return len(a & b) / len(a | b)


NUMBERS = {
    "separable-multiplications": separable,
    "receptive-field-of-four-layers": reach,
    "encoder-layer-parameters": encoder_layer,
    "adagrad-two-updates": adagrad,
    "perplexity-of-four-words": lambda: math.prod((2, 8, 8, 2)) ** 0.25,
    "iou-of-two-boxes": overlap,
    "n-step-advantage": lambda: 1 + 0.5 * (0 + 0.5 * (2 + 0.5 * 4)) - 1,
    "kl-of-two-bernoullis": divergence,
}


def number(text):
    parts = [float(part) for part in text.replace("−", "-").split("/")]
    return parts[0] / parts[1] if len(parts) == 2 else parts[0]


@pytest.mark.parametrize("name", NUMBERS)
def test_the_number_is_that_of_another_way(name):
    answer = NUMBERS[name]()
    off = [abs(number(choice.en) - answer) for choice in QUESTIONS[name].choices]
    assert off.index(min(off)) == QUESTIONS[name].right
    assert min(off) < 1e-3 * max(1, abs(answer))


def test_comparisons_are_those_of_another_way():
    x = np.zeros((8, 12, 5, 5))
    groups = x.reshape(8, 3, -1)
    means = [x.mean(axis).size for axis in ((0, 2, 3), (1, 2, 3), (2, 3))]
    assert right("how-many-means") == ", ".join(map(str, [*means, groups.mean(2).size]))
    online, target = (1, 4, 3), (5, 2, 6)
    best = max(range(3), key=lambda a: online[a])
    targets = [1 + 0.5 * v for v in (max(target), target[best], target[0])]
    assert right("td-targets") == ", ".join(map(str, targets))


def test_the_lower_bound_equals_what_its_question_says():
    rng = np.random.default_rng(0)
    prior, q = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(4))
    likelihood = rng.uniform(0.1, 1, 4)
    evidence = (prior * likelihood).sum()
    posterior = prior * likelihood / evidence

    def kl(a, b):
        return (a * np.log(a / b)).sum()

    want = np.log(evidence) - kl(q, posterior)
    found = [(q * np.log(likelihood)).sum() + kl(q, prior),
             (q * np.log(likelihood)).sum() - kl(prior, q),
             (prior * np.log(likelihood)).sum() - kl(q, prior),
             (q * np.log(likelihood)).sum() - kl(q, prior)]  # fmt: skip
    assert [i for i, v in enumerate(found) if abs(v - want) < 1e-9] == [3]
    assert right("evidence-lower-bound") == (
        r"$\mathbb{E}_{q(z|x)}[\ln p(x|z)] - D_{KL}(q(z|x) \,\|\, p(z))$"
    )
