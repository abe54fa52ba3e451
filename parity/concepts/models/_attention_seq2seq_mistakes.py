"""What people get wrong in sequence to sequence with attention."""

from __future__ import annotations

from parity.concepts.attention._seq2seq import PADDING_ATTENDED_TO
from parity.concepts.models._shared import (
    BOTH,
    ONE_AHEAD,
    SEES_WHAT_IT_SHOULD_SAY,
    order_mistakes,
)
from parity.describing.concept import Mistake, Text

STATE_BEFORE_CONTEXT = Text(
    "The decoder's state stands before the mean of the encoder's.",
    "デコーダの状態を、エンコーダの加重平均より前に並べる。",
)

MISTAKES = (
    *order_mistakes(BOTH),
    Mistake(
        name="state_before_context",
        ja="状態を文脈より前につなぐ",
        line="context_first = True  # whether a_k stands before d_k, or behind it",
        wrong="context_first = False",
        why=Text(
            "The rows of V belong to the mean first and to the state after it; side by side in "
            "the other order each meets the other's weights.",
            "V の行は、加重平均の分が先、状態の分が後である。逆に並べると、"
            "互いに相手の重みを掛けられてしまう。",
        ),
    ),
    Mistake(
        name="looks_back_before_its_step",
        ja="時刻を進める前の状態で注目する",
        line="a = self.attention.forward(d, hs, mask=within)",
        wrong="a = self.attention.forward(np.concatenate([h[:, None], d[:, :-1]], axis=1), hs, "
        "mask=within)",
        why=Text(
            "The state that has read t_k looks back. Bahdanau asks with the state before and "
            "feeds the mean into the step; that is another model.",
            "振り返るのは、t_k を読んだ後の状態である。1つ前の状態で問い合わせ、加重平均を"
            "その時刻の入力に加えるのは Bahdanau の方式で、別のモデルである。",
        ),
    ),
    Mistake(
        name="padding_attended_to",
        ja="パディングに注目する",
        line="a = self.attention.forward(d, hs, mask=within)",
        wrong="a = self.attention.forward(d, hs)",
        why=PADDING_ATTENDED_TO,
    ),
    Mistake(
        name="last_state_alone",
        ja="最後の状態しか見ない",
        line="a = self.attention.forward(d, hs, mask=within)",
        wrong="a = self.attention.forward(d, np.repeat(h[:, None], S, axis=1), mask=within)",
        why=Text(
            "Attention chooses among all states of the encoder; of the last one alone there is "
            "nothing to choose.",
            "注意機構は、エンコーダの全状態の中から選ぶ。最後の状態しか渡さなければ、"
            "選ぶ余地がない。",
        ),
    ),
    Mistake(
        name="taught_the_word_that_it_reads",
        ja="入力した単語をそのまま正解とする",
        line="read, wanted = self._taught(t, N)",
        wrong="read, wanted = self._taught(t, N)[0], self._taught(t, N)[0]",
        why=ONE_AHEAD,
    ),
    Mistake(
        name="reads_the_word_that_it_should_say",
        ja="答えるべき単語を入力する",
        line="read, wanted = self._taught(t, N)",
        wrong="read, wanted = np.maximum(self._taught(t, N)[1], 0), self._taught(t, N)[1]",
        why=SEES_WHAT_IT_SHOULD_SAY,
    ),
    Mistake(
        name="query_without_gradient",
        ja="クエリに勾配がない",
        line="de, dh, dc = self.writer.backward(dd + dquery)  # a state spoke, and looked back",
        wrong="de, dh, dc = self.writer.backward(dd)",
        why=Text(
            "A state of the decoder went into the output and asked for the mean: its gradient is "
            "the sum of both.",
            "デコーダの状態は、出力に使われ、問い合わせにも使われた。勾配は両者の和である。",
        ),
    ),
    Mistake(
        name="encoders_states_without_gradient",
        ja="エンコーダの各状態に勾配がない",
        line="de, *_ = self.encoder.backward(dhs, dh, dc if self.pass_cell else None)",
        wrong="de, *_ = self.encoder.backward(np.zeros_like(dhs), dh, dc if self.pass_cell else "
        "None)",
        why=Text(
            "Every state of the encoder was looked at, so a gradient comes to each of them, not "
            "to the last one alone.",
            "エンコーダのどの状態も見られたので、最後の状態だけでなく、すべてに勾配が届く。",
        ),
    ),
    Mistake(
        name="last_states_gradient_dropped",
        ja="最後の状態の勾配を捨てる",
        line="de, *_ = self.encoder.backward(dhs, dh, dc if self.pass_cell else None)",
        wrong="de, *_ = self.encoder.backward(dhs)",
        why=Text(
            "The decoder began with the encoder's last state: besides what attention brings, that "
            "one gets the gradient of the decoder's first.",
            "デコーダはエンコーダの最後の状態から始まった。注意機構から来る勾配に加えて、"
            "デコーダの最初の状態の勾配も渡す。",
        ),
    ),
)
