"""A recursive network on a binary tree."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _inner(left: Any, right: Any) -> dict[str, Any]:
    return {"left": left, "right": right}


def _tree(name: str, node: Any, n: int, D: int) -> Case:
    return Case(
        name,
        inputs={"leaves": normal(n, D), "W": normal(D, 2 * D, scale=0.5)},
        upstream=normal(D),
        config={"node": node},
        zero={"dW": "no node is made of two"} if n == 1 else {},
        options={"leading": ("node",), "outputs": ("v",)},
    )


def _steps_of_a_cell(of: Implementations, a: Arrays) -> Arrays:
    """Return what a recurrent cell gives that begins from the first word and reads the others."""
    leaves, D = a["leaves"], len(a["W"])
    states, cells = [leaves[:1]], []
    for leaf in leaves[1:]:
        cell = of("rnn_cell")(D, D, use_bias=False)
        cell.params.update({"W": a["W"][:, D:].T, "U": a["W"][:, :D].T})
        states.append(cell.forward(leaf[None], states[-1]))
        cells.append(cell)
    dh, dleaves, dW = a["dy"][None], np.zeros_like(leaves), np.zeros_like(a["W"])
    for t in reversed(range(len(cells))):
        dx, dh = cells[t].backward(dh)
        dleaves[t + 1] = dx[0]
        dW += np.hstack([cells[t].grads["U"].T, cells[t].grads["W"].T])
    dleaves[0] = dh[0]
    return {"v": states[-1][0], "dleaves": dleaves, "dW": dW}


LEANING_LEFT = _inner(_inner(_inner(0, 1), 2), 3)
ONE_NODE = (
    r"v = \tanh(a), \quad a = W (v_{\text{left}}, v_{\text{right}})",
    r"\frac{\partial L}{\partial a} = \frac{\partial L}{\partial v} \odot (1 - v^2)",
)

traverse = Concept(
    kind="function",
    order=60,
    syllabus=("3-5-1",),
    needs=("rnn_cell", "tanh"),
    title=Text("Recursive network on a tree", "再帰型ネットワーク(木構造、試験の traverse)"),
    summary=Text(
        "The exam's traverse(node): a sentence's syntax tree is walked from the leaves up, and "
        "each node's vector is made of those of its two children by one and the same W.",
        "試験に出る traverse(node)。文の構文木を葉から上にたどり、各節点のベクトルを"
        "2つの子のベクトルから、同じ W を使って作る。",
    ),
    why=Text(
        "The meaning of a sentence is built from phrases, and phrases lie within phrases: a tree, "
        "not a line. A recurrent network reads word after word and must carry what belongs "
        "together over everything in between. A recursive network follows the tree: what belongs "
        "together meets first, and a word is only as many steps from the root as the tree is deep.",
        "文の意味は句から組み立てられ、句の中にはまた句がある。これは列ではなく木である。"
        "リカレントネットワークは単語を順に読むので、互いに関わる語の間にあるものを"
        "すべて越えて情報を運ばなければならない。"
        "再帰型(Recursive)ネットワークは木に沿って計算する。"
        "関わりの深い語どうしが先に出会い、単語から根までのステップ数は木の深さで済む。",
    ),
    equation="v = leaf's own vector, or tanh(W (v_left, v_right))",
    formula=(
        *ONE_NODE,
        r"\left( \frac{\partial L}{\partial v_{\text{left}}}, \frac{\partial L}{\partial "
        r"v_{\text{right}}} \right) = W^\top \frac{\partial L}{\partial a}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A node is a dense layer of its two children, side by side",
                "節点は、2つの子を並べたものに対する全結合層である",
            ),
            text=Text(
                "tanh adds its slope, and W's transpose takes the gradient back to both children: "
                "the upper half is the left one's.",
                "tanh ではその傾きが掛かり、転置した W によって勾配が両方の子に戻る。"
                "前半が左の子の分である。",
            ),
            equation=ONE_NODE[1]
            + "\n"
            + r"\left( \frac{\partial L}{\partial v_{\text{left}}}, \frac{\partial L}{\partial "
            r"v_{\text{right}}} \right) = W^\top \frac{\partial L}{\partial a}",
        ),
        Step(
            heading=Text(
                "Every node has one parent, so nothing has to be added on the way down",
                "どの節点も親は1つなので、下りる途中で勾配を足し合わせる必要はない",
            ),
            text=Text(
                "In a tree a node is read in one place. Its gradient is complete when its parent "
                "has been passed, so the way down visits the nodes in the order opposite to the "
                "way up. This is backpropagation through structure.",
                "木では、節点が使われるのは1か所だけである。親を通り過ぎれば勾配はそろうので、"
                "上りと逆の順に節点を訪れればよい。これを構造に沿った誤差逆伝播"
                "(backpropagation through structure)と呼ぶ。",
            ),
            equation=r"\frac{\partial L}{\partial v_{\text{leaf}}} = \frac{\partial L}{\partial "
            r"v_{\text{leaf}}}(\text{parent})",
            check=Text(
                "In a tree that leans to one side this is backpropagation through time: the "
                "identity below.",
                "片側に傾いた木では BPTT と同じになる(下の恒等式)。",
            ),
        ),
        Step(
            heading=Text(
                "All nodes share W, so its gradient is a sum over the nodes",
                "W は全節点で共有されるので、勾配は節点についての和になる",
            ),
            text=Text(
                "Each node adds the outer product of its own gradient and its children's vectors.",
                "各節点が、自分の勾配と子のベクトルの外積を加える。",
            ),
            equation=r"\frac{\partial L}{\partial W} = \sum_{\text{nodes}} \frac{\partial L}"
            r"{\partial a} (v_{\text{left}}, v_{\text{right}})^\top",
            check=Text(
                "It agrees with finite differences and with autograd in PyTorch and Keras.",
                "数値微分、PyTorch と Keras の自動微分と一致する。",
            ),
        ),
    ),
    shapes={
        "node": "a leaf's position, or {left, right}",
        "leaves": "(n, D)",
        "W": "(D, 2D)",
        "v": "(D,)",
    },
    sources=(
        "Socher, Lin, Ng and Manning (2011), Parsing natural scenes and natural language with "
        "recursive neural networks, ICML, section 3.1",
        "Goller and Küchler (1996), Learning task-dependent distributed representations by "
        "backpropagation through structure, ICNN",
    ),
    cases=(
        _tree("sentence", _inner(_inner(0, 1), _inner(2, _inner(3, 4))), n=5, D=4),
        _tree("leaning_left", LEANING_LEFT, n=4, D=3),
        _tree("leaning_right", _inner(0, _inner(1, 2)), n=3, D=5),
        _tree("leaves_in_another_order", _inner(2, _inner(0, 1)), n=3, D=2),
        _tree("two_leaves", _inner(0, 1), n=2, D=3),
        _tree("one_leaf", 0, n=1, D=4),
        _tree("one_number", _inner(_inner(0, 1), 2), n=3, D=1),
    ),
    also_called=("recursive_net", "recursive_nn", "tree_rnn"),
    identities=(
        Identity(
            sibling="rnn_cell",
            text=Text(
                "On a tree that leans to the left it is a recurrent network without bias that "
                "begins from the first word.",
                "左に傾いた木では、最初の単語を初期状態とする、バイアスのない RNN になる。",
            ),
            case=_tree("a_tree_that_is_a_line", LEANING_LEFT, n=4, D=3),
            left=evaluated("traverse"),
            right=_steps_of_a_cell,
        ),
    ),
    mistakes=(
        Mistake(
            name="children_exchanged",
            ja="左右の子を取り違える",
            line="a = W.dot(np.concatenate([left, right]))",
            wrong="a = W.dot(np.concatenate([right, left]))",
            why=Text(
                "The first half of W belongs to the left child: order carries meaning in a "
                "sentence.",
                "W の前半は左の子に掛かる。文では語順が意味を持つ。",
            ),
        ),
        Mistake(
            name="children_added",
            ja="子を足し合わせる",
            line="a = W.dot(np.concatenate([left, right]))",
            wrong="a = W.dot(left + right)",
            why=Text(
                "A sum forgets which was left and which was right; W is (D, 2D) and takes both "
                "side by side.",
                "足してしまうと左右の区別がなくなる。"
                "W は (D, 2D) なので、2つを並べたものに掛ける。",
            ),
        ),
        Mistake(
            name="left_child_twice",
            ja="左の子を 2 度使う",
            line='right = visit(node["right"])',
            wrong='right = visit(node["left"])',
            why=Text(
                "Half of the sentence is never read.",
                "文の半分が読まれない。",
            ),
        ),
        Mistake(
            name="activation_forgotten",
            ja="活性化を忘れる",
            line="return np.tanh(a)",
            wrong="return a",
            why=Text(
                "Without tanh the whole tree is one linear map of the words.",
                "tanh がないと、木全体が単語の線形変換にしかならない。",
            ),
        ),
        Mistake(
            name="slope_of_tanh_forgotten",
            ja="tanh の傾きを忘れる",
            line="da = dv * (1 - vectors[id(node)] ** 2)",
            wrong="da = dv",
            why=Text(
                "tanh stands between a and v; its slope is 1 - v^2.",
                "a と v の間には tanh がある。その傾き 1 - v^2 を掛ける。",
            ),
        ),
        Mistake(
            name="gradients_of_the_children_exchanged",
            ja="左右の子の勾配を取り違える",
            line="dleft, dright = np.split(W.T.dot(da), 2)",
            wrong="dright, dleft = np.split(W.T.dot(da), 2)",
            why=Text(
                "The left child stood first on the way up, so the first half is its gradient.",
                "上りでは左の子が先に並んでいたので、前半が左の子の勾配である。",
            ),
        ),
        Mistake(
            name="sum_over_nodes_forgotten",
            ja="節点について足さない",
            line="dW[...] += np.outer(da, np.concatenate(children))  # every node has the same W",
            wrong="dW[...] = np.outer(da, np.concatenate(children))",
            why=Text(
                "All nodes share W; an assignment keeps only the node that is visited last.",
                "W は全節点で共有される。代入では最後に訪れた節点の分しか残らない。",
            ),
        ),
    ),
)
