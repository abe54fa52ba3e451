"""Second ways to the answers of worked questions: steps, training, models, decisions."""

import re
from fractions import Fraction
from math import exp, log2, sqrt
from math import log as ln

from later import Later
from second_ways import between, numbers

torch = Later("torch")


def stepped(optimizer, w, gradients, **options):
    p = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    walk = optimizer([p], **options)
    values = []
    for g in gradients:
        p.grad = torch.tensor(g, dtype=torch.float64)
        walk.step()
        values.append(p.item())
    return values


def sgd(s, n):
    w, g, decay, lr = n[0], n[1], n[2], n[3]
    return stepped(torch.optim.SGD, w, [g], lr=lr, weight_decay=decay)[-1]


def momentum(s, n):
    mu, lr = n[0], n[1]
    gradients = numbers(between(s, "two steps are ", ". What"))
    w = numbers(between(s, "w =", "at the start"))[0]
    return stepped(torch.optim.SGD, w, gradients, lr=abs(lr), momentum=mu)[-1]


def adagrad(s, n):
    w = numbers(between(s, "w =", ","))[0]
    lr = numbers(between(s, "learning rate ", ";"))[0]
    gradients = numbers(between(s, "two steps are ", ". By"))
    one, two = stepped(torch.optim.Adagrad, w, gradients, lr=lr, eps=0.0)
    return two - one


def rmsprop(s, n):
    keep, lr = n[0], abs(numbers(between(s, "w ← w ", "g / √h"))[0])
    w = numbers(between(s, "and w =", "at the start"))[0]
    g = numbers(between(s, "gradient is ", ". What"))[0]
    return stepped(torch.optim.RMSprop, w, [g], lr=lr, alpha=keep, eps=0.0)[-1]


def adam(s, n):
    b1, b2, lr = n[0], n[1], n[2]
    w, g = numbers(between(s, ". w =", "and"))[0], numbers(between(s, "gradient is ", ". What"))[0]
    return stepped(torch.optim.Adam, w, [g], lr=lr, betas=(b1, b2), eps=0.0)[-1]


def corrected(s, n):
    beta = n[0]
    g1, g2 = numbers(between(s, "gradients are ", ". What"))
    return (beta * g1 + g2) / (1 + beta)  # the weights beta and 1, made to add up to 1


def adamw(s, n):
    lr, decay, w, g = n[:4]
    return stepped(torch.optim.AdamW, w, [g], lr=lr, weight_decay=decay, eps=0.0)[-1]


def nesterov(s, n):
    beta, lr = numbers(between(s, "with β", ". Now"))
    w, v = numbers(between(s, "Now w", ", and the loss"))
    ahead = w + beta * v
    return ahead - lr * ahead


def initial(s, n):
    take, give = n[:2]
    weight = torch.empty(int(give), int(take))
    gain = torch.nn.init
    if "Glorot" in s:
        return sqrt(2 / sum(gain._calculate_fan_in_and_fan_out(weight)))
    return sqrt(2 / gain._calculate_fan_in_and_fan_out(weight)[0])


def l1(s, n):
    decay, w, g, lr = n[1:5]  # the first is that of L1
    p = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    (g * p + decay * p.abs()).backward()
    return w - lr * p.grad.item()


def clipped(s, n):
    p = torch.nn.Parameter(torch.zeros(2, dtype=torch.float64))
    p.grad = torch.tensor(n[:2], dtype=torch.float64)
    most = numbers(s.split("at most ", 1)[1])[0]
    torch.nn.utils.clip_grad_norm_([p], most)
    return p.grad[0 if "first" in s else 1].item()


def warm(s, n):
    d = numbers(between(s, "d =", "and"))[0]
    step = numbers(between(s, "at step ", "?"))[0]
    warmup = numbers(between(s, f"d = {d:g} and ", " warm-up"))[0]
    rise = step / warmup**1.5
    return 1000 * min(1 / sqrt(step), rise) / sqrt(d)


def stopped(s, n):
    losses = numbers(between(s, "would be ", ". Training"))
    patience = int(numbers(between(s, "(patience ", ")"))[0])
    for epoch in range(1, len(losses) + 1):
        best = losses.index(min(losses[:epoch])) + 1
        if epoch - best >= patience:
            return epoch
    return len(losses)


def mixed(s, n):
    share, a, b = n[0], n[1], n[2]
    return share * a + (1 - share) * b + 100 * (1 - share)


def quantized(s, n):
    q = numbers(between(s, "does q =", "stand"))[0]
    scale, zero = numbers(between(s, "with s =", ". Which"))[:2]
    return float((Fraction(str(q)) - Fraction(str(zero))) * Fraction(str(scale)))


def cell(s, n):
    f, i, _, g, c = n[:5]
    return i * g + f * c


def gru(s, n):
    z, h, new = n[-3:]
    return h + z * (new - h)


def recurrent(s, n):
    take, units = int(n[0]), int(n[1])
    kind = {"GRU": torch.nn.GRU, "LSTM": torch.nn.LSTM, "simple RNN": torch.nn.RNN}
    layer = kind[between(s, "layer of ", " takes")](take, units)
    return sum(p.numel() for name, p in layer.named_parameters() if "bias_hh" not in name)


def through_time(s, n):
    w = torch.tensor(numbers(between(s, "and w =", ";"))[0], requires_grad=True)
    h = torch.tensor(0.0)
    for x in numbers(between(s, "x = (", ")")):
        h = w * h + x
    h.backward()
    return w.grad.item()


def both_ways(s, n):
    take, units = (int(v) for v in numbers(between(s, "nn.LSTM(", ", batch_first"))[:2])
    shape = [int(v) for v in numbers(between(s, "x of shape (", ")"))]
    layer = torch.nn.LSTM(take, units, batch_first=True, bidirectional=True)
    return str(tuple(layer(torch.zeros(*shape))[0].shape))


def cosine(s, n):
    a, b = (torch.tensor(numbers(one)) for one in re.findall(r"\(([^()]+)\)", s)[:2])
    return torch.nn.functional.cosine_similarity(a, b, dim=0).item()


def pmi(s, n):
    total, x, y, both = n[:4]
    return log2(both) + log2(total) - log2(x) - log2(y)


def attended(s, n):
    a = numbers(between(s, "2 ln ", " and"))[0]
    values = numbers(between(s, "values are ", ". What"))
    return (a * values[0] + values[1]) / (a + 1)  # the root of d = 4 takes the 2 away


def heads(s, n):
    wide, number = int(n[0]), int(n[1])
    layer = torch.nn.MultiheadAttention(wide, number)
    return sum(p.numel() for p in layer.parameters())


def weights_shape(s, n):
    key = [int(v) for v in numbers(between(s, "encoder gave (", ")"))]
    query = [int(v) for v in numbers(between(s, "decoder has (", ")"))]
    number = int(numbers(between(s, "With ", " heads"))[0])
    layer = torch.nn.MultiheadAttention(query[2], number, batch_first=True)
    given = torch.zeros(*key)
    weights = layer(torch.zeros(*query), given, given, average_attn_weights=False)[1]
    return str(tuple(weights.shape))


def hidden(s, n):
    words = int(n[0])
    return sum(key > query for query in range(words) for key in range(words))


def patches(s, n):
    size, patch = int(n[0]), int(n[2])
    return len([1 for y in range(0, size, patch) for x in range(0, size, patch)]) + 1


def origin(s, n):
    return str(tuple(i % 2 for i in range(int(n[0]))))


def overlap(s, n):
    a, b = n[:4], n[4:8]
    cells = [{(x, y) for x in range(int(p[0]), int(p[2])) for y in range(int(p[1]), int(p[3]))}
             for p in (a, b)]  # fmt: skip
    return len(cells[0] & cells[1]) / len(cells[0] | cells[1])


def suppressed(s, n):
    found = re.findall(r"([A-E]) \((\d+), (\d+), (\d+), (\d+)\), (\d\.\d+)", s)
    limit = numbers(between(s, "threshold ", "?"))[0]
    kept = []
    for box in sorted(found, key=lambda box: -float(box[5])):
        cells = {(x, y) for x in range(int(box[1]), int(box[3]))
                 for y in range(int(box[2]), int(box[4]))}  # fmt: skip
        if all(len(cells & other) / len(cells | other) <= limit for _, other in kept):
            kept.append((box[0], cells))
    return ", ".join(sorted(name for name, _ in kept))


def boxes(s, n):
    maps = re.findall(r"(\d+)×(\d+) with (\d+)", s)
    classes = numbers(between(s, "For ", " classes"))[0]
    return sum(int(h) * int(w) * int(k) for h, w, k in maps) * (classes + 1 + 4)


def dice(s, n):
    marked, right, missed = n[:3]
    return right / (right + ((marked - right) + missed) / 2)


def precision_at_hits(s, n):
    order = re.findall("right|wrong", between(s, "score, are ", ";"))
    precisions = [order[: i + 1].count("right") / (i + 1)
                  for i, one in enumerate(order) if one == "right"]  # fmt: skip
    return sum(precisions) / numbers(between(s, "there are ", " true"))[0]


def gaussian(s, n):
    mu, var = n[0], numbers(between(s, "(σ² =", ")"))[0]
    normal = torch.distributions.Normal
    return torch.distributions.kl_divergence(normal(mu, sqrt(var)), normal(0.0, 1.0)).item()


def sampled(s, n):
    mu, log_var, eps = n[0], n[1], n[2]
    return mu + eps * round(exp(log_var / 2), 2)  # the logarithm is rounded in the text


def game(s, n):
    real, made = numbers(between(s, "gives ", " made one"))[:2]
    return ln(real * (1 - made))


def noised(s, n):
    kept = numbers(between(s, "ᾱ_t =", ". What"))[0]
    x = numbers(between(s, "x₀ =", "and"))[0]
    eps = numbers(between(s, "ε =", "?"))[0]
    return sqrt(kept) * x + sqrt(1 - kept) * eps


def returned(s, n):
    r = numbers(between(s, "rewards are ", ", then"))
    gamma = numbers(between(s, "γ =", ","))[0]
    total = 0.0
    for reward in reversed(r):
        total = reward + gamma * total
    return total


def q_learned(s, n):
    old = numbers(between(s, "Q(s, a) =", ";"))[0]
    r = numbers(between(s, "reward ", " and"))[0]
    following = numbers(between(s, "·) = (", ")"))
    alpha, gamma = numbers(between(s, "With α", ", what"))
    return (1 - alpha) * old + alpha * (r + gamma * sorted(following)[-1])


def double(s, n):
    online = numbers(between(s, "gives (", ")"))
    target = numbers(between(s, "network (", ")"))
    r = numbers(between(s, "reward is ", ", γ"))[0]
    gamma = numbers(between(s, "γ =", ","))[0]
    best = sorted(zip(online, target, strict=True))[-1][1]
    return r if "is terminal" in s else r + gamma * best


def greedy(s, n):
    eps, actions = n[0], n[1]
    return 1 - eps * (actions - 1) / actions


def advantage(s, n):
    r1, r2 = numbers(between(s, "rewards are ", ", the critic"))
    now = numbers(between(s, "V(s_t) =", "and"))[0]
    later = numbers(between(s, "2)) =", ", γ"))[0]
    gamma = numbers(between(s, "γ =", ". What"))[0]
    return (r1 - now) + gamma * (r2 + gamma * later)


WAYS = {
    "sgd_with_decay": sgd, "momentum_two_steps": momentum, "adagrad_two_steps": adagrad,
    "rmsprop_first_step": rmsprop, "adam_first_step": adam, "adam_corrected_average": corrected,
    "adamw_decay": adamw, "nesterov_point": nesterov, "initial_deviation": initial,
    "l1_step": l1, "clipped_norm": clipped, "warm_up_rate": warm,
    "early_stopping_epoch": stopped, "mix_up_target": mixed, "quantized_value": quantized,
    "lstm_cell_state": cell, "gru_state": gru, "recurrent_parameters": recurrent,
    "rnn_gradient_through_time": through_time, "bidirectional_width": both_ways,
    "cosine_of_words": cosine, "pointwise_mutual_information": pmi, "attention_output": attended,
    "multi_head_parameters": heads, "scores_shape": weights_shape, "masked_scores": hidden,
    "number_of_patches": patches, "sinusoidal_position": origin,
    "intersection_over_union": overlap, "suppressed_boxes": suppressed, "default_boxes": boxes,
    "dice_and_overlap": dice, "average_precision": precision_at_hits,
    "kl_to_the_standard_normal": gaussian, "reparameterized_sample": sampled,
    "value_of_the_game": game, "noised_image": noised, "discounted_return": returned,
    "q_learning_update": q_learned, "terminal_target": double, "greedy_probability": greedy,
    "advantage": advantage,
}  # fmt: skip
