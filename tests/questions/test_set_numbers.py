"""Numbers that are asked about a function: its code, filled in rightly, gives them."""

import numpy as np
import pytest
from filling import functions
from later import Later

from parity.questions.sets.reading import set_questions

torch = Later("torch")
QUESTIONS = {question.name: question for question in set_questions()}
FUNCTIONS = functions()


def filled(name):
    space = {"np": np, "torch": torch, "sigmoid": lambda a: 1 / (1 + np.exp(-a))}
    exec(FUNCTIONS[name].filled(FUNCTIONS[name].key), space)
    return space


def of_zeros():
    step, zeros = filled("lstm-step")["lstm_step"], np.zeros
    return step(zeros((1, 3)), zeros((1, 4)), np.full((1, 4), 2.0),
                zeros((3, 16)), zeros((4, 16)), zeros(16))[1][0, 0]  # fmt: skip


def first_step():
    return filled("adam-update")["adam_update"](1.0, 4.0, 0.0, 0.0, 1, lr=0.1)[0]


def scores():
    q, seen = torch.zeros(2, 5, 12), []
    softmax = torch.softmax
    space = filled("torch-multi-head-attention")

    class Seen:
        def __getattr__(self, name):
            return getattr(torch, name)

        def softmax(self, s, dim):
            seen.append(tuple(s.shape))
            return softmax(s, dim=dim)

    space["torch"] = Seen()
    space["multi_head"](q, q, q, 3)
    return str(seen[0])


def advantage():
    both = filled("returns-and-advantages")["returns_and_advantages"]
    return both(np.array([1.0, 0.0, 2.0]), np.ones(3), 0.5)[1][0]


def shifted():
    a, b = np.array([[0.0, 0, 4, 2]]), np.array([[2.0, 0, 6, 2]])
    return filled("iou-of-boxes")["iou"](a, b)[0, 0]


def convolved():
    space = filled("im2col")
    exec(QUESTIONS["convolution-by-im2col"].code.split("print")[0], space)
    return str(space["out"].reshape(2, 2).astype(int).tolist())


def columns():
    space = filled("im2col")
    col = space["im2col"](np.zeros((8, 3, 32, 32)), 5, 5, stride=2, pad=2)
    out = (col @ np.zeros((75, 10))).reshape(8, 16, 16, 10).transpose(0, 3, 1, 2)
    return f"{col.shape}, {out.shape}"


ANSWERS = {
    "lstm-step-parameters": lambda: 3 * 16 + 4 * 16 + 16,
    "lstm-step-of-zeros": of_zeros,
    "adam-update-first-step": first_step,
    "two-layer-network-parameters": lambda: sum(
        p.numel() for size in ((4, 5), (5, 3)) for p in torch.nn.Linear(*size).parameters()
    ),
    "iou-of-two-shifted-boxes": shifted,
    "advantage-of-the-first-action": advantage,
    "torch-multi-head-scores": scores,
    "convolution-by-im2col": convolved,
    "im2col-sizes": columns,
}


def number(text):
    over = [float(part) for part in text.split("/")]
    return over[0] / over[1] if len(over) == 2 else over[0]


@pytest.mark.parametrize("name", ANSWERS)
def test_the_code_gives_the_number(name):
    question, answer = QUESTIONS[name], ANSWERS[name]()
    texts = [choice.en for choice in question.choices]
    if isinstance(answer, str):
        assert [i for i, text in enumerate(texts) if text == answer] == [question.right]
    else:
        near = [i for i, text in enumerate(texts) if abs(number(text) - answer) < 1e-3]
        assert near == [question.right]


def test_every_number_that_is_asked_of_a_function_is_computed():
    about = [q for q in QUESTIONS.values() if q.passage and q.passage.name in FUNCTIONS]
    asked = {q.name for q in about if q.kind in ("number", "size")}
    assert asked == set(ANSWERS)
