"""What people get wrong in sequence to sequence."""

from __future__ import annotations

from parity.concepts.models._shared import (
    BOTH,
    ONE_AHEAD,
    SEES_WHAT_IT_SHOULD_SAY,
    order_mistakes,
)
from parity.describing.concept import Mistake, Text

MISTAKES = (
    *order_mistakes(BOTH),
    Mistake(
        name="state_of_the_encoder_not_passed",
        ja="エンコーダの状態を渡さない",
        line="y, *_ = self.decoder.forward(read, h, c if self.pass_cell else None)",
        wrong="y, *_ = self.decoder.forward(read, np.zeros_like(h))",
        why=Text(
            "The encoder's last state is all that the decoder knows of the source. Without it "
            "the model writes the same whatever it read.",
            "エンコーダの最後の状態が、入力文についてデコーダの知るすべてである。"
            "渡さないと、何を読んでも同じ文を書くモデルになる。",
        ),
    ),
    Mistake(
        name="taught_the_word_that_it_reads",
        ja="入力した単語をそのまま正解とする",
        line="read, wanted = t[:, :-1], t[:, 1:]",
        wrong="read, wanted = t[:, :-1], t[:, :-1]",
        why=ONE_AHEAD,
    ),
    Mistake(
        name="reads_the_word_that_it_should_say",
        ja="答えるべき単語を入力する",
        line="read, wanted = t[:, :-1], t[:, 1:]",
        wrong="read, wanted = t[:, 1:], t[:, 1:]",
        why=SEES_WHAT_IT_SHOULD_SAY,
    ),
    Mistake(
        name="encoders_gradient_dropped",
        ja="エンコーダの勾配を捨てる",
        line="de, *_ = self.encoder.backward(dstates, dh, dc if self.pass_cell else None)",
        wrong="de, *_ = self.encoder.backward(dstates)",
        why=Text(
            "The decoder's first state was the encoder's last: its gradient must be handed on, "
            "or the encoder never learns.",
            "デコーダの最初の状態はエンコーダの最後の状態である。その勾配を渡さないと、"
            "エンコーダは学習しない。",
        ),
    ),
    Mistake(
        name="cell_gradient_dropped",
        ja="セルの勾配を捨てる",
        line="de, *_ = self.encoder.backward(dstates, dh, dc if self.pass_cell else None)",
        wrong="de, *_ = self.encoder.backward(dstates, dh)",
        why=Text(
            "The decoder took over c as well as h, so both hand back a gradient.",
            "デコーダは h だけでなく c も引き継いだので、勾配も両方から戻る。",
        ),
    ),
    Mistake(
        name="gradient_at_every_state",
        ja="全状態に勾配を渡す",
        line="dstates = np.zeros((N, S, H), dtype=dh.dtype)  # only the last state was looked at",
        wrong="dstates = np.repeat(dh[:, None], S, axis=1)",
        why=Text(
            "Only the encoder's last state went on; its other outputs were not used and have "
            "no gradient of their own.",
            "先へ渡したのはエンコーダの最後の状態だけである。"
            "途中の出力は使っていないので、それ自体の勾配はない。",
        ),
    ),
    Mistake(
        name="gradient_not_turned_back",
        ja="勾配の向きを戻さない",
        line="self.encoder_embedding.backward(de)",
        wrong="self.encoder_embedding.backward(de[:, ::-1] if self.reverse else de)",
        why=Text(
            "Each gradient belongs to the word that was read at that step. Whoever turns the "
            "vectors around on the way in must turn the gradients around on the way out, "
            "exactly once.",
            "各勾配は、その時刻に読んだ単語のものである。順伝播で向きを反転したら、"
            "逆伝播でもちょうど1回だけ反転する。",
        ),
    ),
    Mistake(
        name="source_not_reversed",
        ja="入力文を反転しない",
        line="x = self._turned(x, lengths)",
        wrong="pass",
        why=Text(
            "The source is to be read from its end, in training and afterwards alike.",
            "入力は末尾から読む。学習時も推論時も同じである。",
        ),
    ),
    Mistake(
        name="padding_turned_to_the_front",
        ja="反転でパディングが前に来る",
        line="source = np.where(s < ends, ends - 1 - s, s)",
        wrong="source = np.broadcast_to(S - 1 - s, (N, S))",
        why=Text(
            "Turned around as a whole, a short sequence begins with its padding; only its own "
            "words are to be turned.",
            "行全体を反転すると、短い系列ではパディングが先頭に来てしまう。"
            "反転するのは系列自身の単語だけである。",
        ),
    ),
    Mistake(
        name="padding_not_masked",
        ja="パディングをマスクしない",
        line="return self.loss.forward(y, wanted)",
        wrong="return self.loss.forward(y, np.where(wanted == self.ignore_label, 0, wanted))",
        why=Text(
            "Behind the end of a target there is nothing to say: those tokens must not count.",
            "目標系列の終わりより後に答えるべきものはない。そのトークンは数えない。",
        ),
    ),
)
