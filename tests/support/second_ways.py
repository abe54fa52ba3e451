"""Second ways to the answers of worked questions: numbers, losses, layers, sizes."""

import math
import re
from fractions import Fraction

from later import Later

torch = Later("torch")
NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?")
log2, ln, sqrt, exp = math.log2, math.log, math.sqrt, math.exp


def numbers(text):
    return [float(found.replace("−", "-")) for found in NUMBER.findall(text)]


def between(s, start, end):
    return s.split(start, 1)[1].split(end, 1)[0]


def rows(text):
    """Return the matrices that are written as [[1, 2], [3, 4]]."""
    found = re.findall(r"\[\[.*?\]\]", text)
    return [[numbers(row) for row in re.findall(r"\[([^\[\]]+)\]", one)] for one in found]


def place(s, what):
    """Return the place, from 0, of a subscript: the one behind ``what``."""
    return "₁₂₃₄₅".index(s.rsplit(what, 1)[1][0])


def entropy(s, n):
    p = numbers(between(s, "probabilities ", ". What"))
    return sum(x * log2(1 / x) for x in p)


def divergence(s, n):
    a, b, c, d = n[:4]
    return a * (log2(a) - log2(c)) + b * (log2(b) - log2(d))


def posterior(s, n):
    faulty, found, false = n[:3]
    tested = 1_000_000  # counted in products
    bad = tested * faulty / 100
    return bad * found / (bad * found + (tested - bad) * false)


def binomial(s, n):
    p, tries, wanted = n[0], int(n[1]), int(n[2])
    ways = [0.0] * (tries + 1)
    ways[0] = 1.0
    for _ in range(tries):
        ways = [(ways[k] * (1 - p)) + (ways[k - 1] * p if k else 0) for k in range(tries + 1)]
    return ways[wanted]


def variance(s, n):
    x = [Fraction(v) for v in n]
    return float(sum(v * v for v in x) / len(x) - (sum(x) / len(x)) ** 2)


def eigenvalue(s, n):
    a, b, c, d = n[:4]
    return ((a + d) + sqrt((a + d) ** 2 - 4 * (a * d - b * c))) / 2


def singular(s, n):
    a, b, c, d = n[:4]
    p, q, r = a * a + c * c, a * b + c * d, b * b + d * d
    return sqrt(((p + r) + sqrt((p - r) ** 2 + 4 * q * q)) / 2)


def distances(s, n):
    x, y = abs(n[0] - n[2]), abs(n[1] - n[3])
    return x + y if "Manhattan" in s else math.hypot(x, y)


def from_confusion(s, n):
    tp, fp, fn, tn = n[:4]
    asked = between(s, "What is the ", ", to")
    return {
        "precision": tp / (tp + fp), "recall": tp / (tp + fn), "specificity": tn / (tn + fp),
        "F1 score": 2 * tp / (2 * tp + fp + fn), "accuracy": (tp + tn) / (tp + fp + fn + tn),
    }[asked]  # fmt: skip


def macro_micro(s, n):
    a, all_a, b, all_b = n[:4]
    return (a / all_a + b / all_b) / 2 if "macro" in s else (a + b) / (all_a + all_b)


def auc(s, n):
    order = re.findall("positive|negative", between(s, "examples are ", ". What"))
    better = [(i, j) for i, x in enumerate(order) for j, y in enumerate(order) if x > y]
    return sum(i < j for i, j in better) / len(better)


def validation(s, n):
    settings, folds, examples = n[:3]
    return settings * folds * (examples - examples / folds)


def cross_entropy(s, n):
    p = [n[:3], n[3:6]]
    right = re.findall("[ABC]", between(s, "classes are ", ". What"))
    return -ln(math.prod(row["ABC".index(k)] for row, k in zip(p, right, strict=True))) / 2


def softmax_gradient(s, n):
    N, classes = n[0], numbers(between(s, "y = (", ")"))
    right = int(numbers(between(s, "right class is number ", "."))[0])
    logit = int(numbers(between(s, "logit ", "?"))[0])
    z = torch.tensor([ln(v) for v in classes], dtype=torch.float64, requires_grad=True)
    (torch.nn.functional.cross_entropy(z[None], torch.tensor([right - 1])) / N).backward()
    return z.grad[logit - 1].item()


def binary(s, n):
    p, q, t, u = n[0], n[1], *numbers(between(s, "targets are (", ")"))
    return -(ln(p if t else 1 - p) + ln(q if u else 1 - q)) / 2


def mse_gradient(s, n):
    y, t = numbers(between(s, "y = (", ")")), numbers(between(s, "t = (", ")"))
    i, h = place(s, "∂y"), Fraction(1, 1000)

    def loss(move):
        return sum((Fraction(a) + (move if k == i else 0) - Fraction(b)) ** 2
                   for k, (a, b) in enumerate(zip(y, t, strict=True))) / 4  # fmt: skip

    return float((loss(h) - loss(-h)) / (2 * h))


def smoothed(s, n):
    classes, eps = n[0], n[1]
    return 1 - (classes - 1) * eps / classes  # what is left when the wrong ones have theirs


def perplexity(s, n):
    return 1 / math.prod(n) ** (1 / len(n))


def errors(s, n):
    e = numbers(between(s, "examples are ", ". What"))
    if "root" in s:
        return math.hypot(*e) / sqrt(len(e))
    return sum(map(abs, e)) / len(e) if "absolute" in s else sum(v * v for v in e) / len(e)


def dense_weight(s, n):
    x, dy = rows(s)
    r, c = (int(v) - 1 for v in numbers(between(s, "in row ", "?")))
    return sum(a[r] * b[c] for a, b in zip(x, dy, strict=True))


def dense_input(s, n):
    (W,) = rows(s)
    dy = numbers(between(s, "∂L/∂y = (", ")"))
    return sum(w * d for w, d in zip(W[place(s, "∂x")], dy, strict=True))


def convolved(s, n):
    x, W = rows(s)
    r, c = (int(v) - 1 for v in numbers(between(s, "y in row ", "?")))
    stride = int(numbers(between(s, "stride ", ":"))[0])
    y = torch.nn.functional.conv2d(torch.tensor([[x]]), torch.tensor([[W]]), stride=stride)
    return y[0, 0, r, c].item()


def max_pooled(s, n):
    x, dy = rows(s)
    X = torch.tensor([[x]], requires_grad=True)
    torch.nn.functional.max_pool2d(X, 2, stride=1).backward(torch.tensor([[dy]]))
    return X.grad[0, 0, 1, 1].item()


def average_pooled(s, n):
    (dy,) = rows(s)
    k, size = int(n[0]), int(numbers(between(s, "image of ", "and"))[0])
    r, c = (int(v) - 1 for v in numbers(between(s, "∂x in row ", "?")))
    X = torch.zeros(1, 1, size, size, requires_grad=True)
    torch.nn.functional.avg_pool2d(X, k).backward(torch.tensor([[dy]]))
    return X.grad[0, 0, r, c].item()


def normalized(s, n):
    x = numbers(between(s, "x = (", ")"))
    gamma, beta = numbers(between(s, "γ =", ":"))[:2]
    mean = sum(x) / 4
    deviation = sqrt(sum(v * v for v in x) / 4 - mean * mean)
    return gamma * (x[place(s, "is y")] - mean) / deviation + beta


def axes(s, n):
    N, C, H, W = n[:4]
    if "batch" in s:
        return N * H * W
    if "layer" in s:
        return C * H * W
    return H * W * (C / n[4] if "group" in s else 1)


def dropped(s, n):
    x, mask = numbers(between(s, "x = (", ")")), numbers(between(s, "mask (", ")"))
    i = place(s, "is y")
    return x[i] / (1 - n[0]) if mask[i] else 0


def lp(s, n):
    window = [v for row in rows(s)[0] for v in row]
    return math.hypot(*window)


def slope(s, n):
    y, dy = n[0], n[1]
    return dy * (1 - y * y) if "tanh" in s else dy * y * (1 - y)


def conv_size(s, n):
    size, kernel = int(n[0]), int(n[2])
    stride, pad = (int(numbers(between(s + " ", w, " "))[0]) for w in ("stride ", "padding "))
    dilation = int(numbers(between(s, "dilation ", "."))[0]) if "dilation" in s else 1
    taken, at = 0, 0
    while at + dilation * (kernel - 1) < size + 2 * pad:  # a window after the other
        taken, at = taken + 1, at + stride
    return taken


def conv_parameters(s, n):
    groups = int(n[0]) if "groups" in s else 1
    take, give, k = numbers(between(s, "takes ", "kernels"))[:3]
    layer = torch.nn.Conv2d(int(take), int(give), int(k), groups=groups)
    return sum(p.numel() for p in layer.parameters())


def separable(s, n):
    k, take, give = int(n[0]), int(n[2]), int(n[3])
    parts = (torch.nn.Conv2d(take, take, k, groups=take, bias=False),
             torch.nn.Conv2d(take, give, 1, bias=False))  # fmt: skip
    return sum(p.numel() for part in parts for p in part.parameters())


def multiplied(s, n):
    take, size, give, k = int(n[0]), int(n[1]), int(n[3]), int(n[4])
    stride, pad = int(n[6]), int(n[7])
    x = torch.zeros(1, take, size, size)
    y = torch.nn.functional.conv2d(x, torch.zeros(give, take, k, k), stride=stride, padding=pad)
    return y.numel() * take * k * k


def reach(s, n):
    layers = [(int(k), int(t)) for k, t in re.findall(r"(\d+)×\d+ with stride (\d+)", s)]
    wide = 1
    for k, stride in reversed(layers):  # back from one output
        wide = (wide - 1) * stride + k
    return wide


def transposed(s, n):
    k, stride, pad, size = int(n[0]), int(n[2]), int(n[3]), int(n[4])
    layer = torch.nn.ConvTranspose2d(1, 1, k, stride=stride, padding=pad)
    return layer(torch.zeros(1, 1, size, size)).shape[2]


def flattened(s, n):
    c, h, w, k, give = (int(v) for v in (*n[:4], n[5]))
    units = int(numbers(between(s, "dense layer of ", " units"))[0])
    net = torch.nn.Sequential(torch.nn.Conv2d(c, give, k), torch.nn.MaxPool2d(2),
                              torch.nn.Flatten())  # fmt: skip
    wide = net(torch.zeros(1, c, h, w)).shape[1]
    return sum(p.numel() for p in torch.nn.Linear(wide, units).parameters())


WAYS = {
    "entropy_of_powers": entropy, "divergence_of_coins": divergence, "posterior": posterior,
    "binomial_probability": binomial, "likeliest_gaussian": variance, "eigenvalues": eigenvalue,
    "singular_values": singular, "distances": distances, "precision_recall": from_confusion,
    "macro_and_micro": macro_micro, "area_under_the_curve": auc, "cross_validation": validation,
    "cross_entropy_of_powers": cross_entropy, "softmax_cross_entropy_gradient": softmax_gradient,
    "binary_cross_entropy_of_powers": binary, "mean_squared_error_gradient": mse_gradient,
    "label_smoothing_target": smoothed, "perplexity_of_powers": perplexity,
    "smaller_error": errors, "dense_weight_gradient": dense_weight,
    "dense_input_gradient": dense_input, "convolution_value": convolved,
    "max_pool_gradient": max_pooled, "average_pool_gradient": average_pooled,
    "batch_norm_forward": normalized, "normalized_axes": axes, "dropout_output": dropped,
    "lp_pooling_value": lp, "activation_gradient": slope, "convolution_size": conv_size,
    "convolution_parameters": conv_parameters, "separable_parameters": separable,
    "multiplications": multiplied, "receptive_field": reach,
    "transposed_convolution_size": transposed, "dense_after_flatten": flattened,
}  # fmt: skip
