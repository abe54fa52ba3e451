"""Leaky ReLU."""

from __future__ import annotations

from parity.concepts.activations._elementwise import each_for_itself
from parity.concepts.activations._points import KINK
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Identity, evaluated

LeakyReLU = Concept(
    kind="layer",
    order=6,
    syllabus=("3-1-4",),
    needs=("relu",),
    title=Text("Leaky ReLU", "Leaky ReLU"),
    summary=Text(
        "A ReLU that lets a small share of the negative values through, so that a unit which is "
        "negative for every example still gets a gradient.",
        "負の値もわずかに通す ReLU。すべてのデータで負になるユニットにも勾配が流れる。",
    ),
    why=Text(
        "A ReLU unit whose x is negative for all the data gives 0 and has the slope 0: no gradient "
        "reaches its weights, and it never comes back. It is dead. Leaky ReLU lets a small share "
        "of negative values through, 0.01 of them by default, so that the slope is 0 nowhere and "
        "such a unit can still be moved. It costs no more than ReLU; the gain in practice is often "
        "small.",
        "どのデータに対しても x が負になった ReLU のユニットは、出力も傾きも 0 である。"
        "重みに勾配が届かないので、二度と元に戻らない。これを死んだユニットという。"
        "Leaky ReLU は負の値もわずかに、既定では 0.01 倍して通す。"
        "傾きが 0 になるところがないので、そのようなユニットも動くことができる。"
        "計算量は ReLU と変わらないが、実際の改善は小さいことも多い。",
    ),
    equation="y = x if x > 0, else slope x",
    formula=(
        r"y = \begin{cases} x & (x > 0) \\ \text{slope}\, x & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\frac{\partial L}{\partial y} & (x > 0) \\ "
        r"\text{slope}\, \frac{\partial L}{\partial y} & (x \le 0) \end{cases}",
    ),
    derivation=(
        each_for_itself(
            r"y_i = \begin{cases} x_i & (x_i > 0) \\ \text{slope}\, x_i & (x_i \le 0) \end{cases}"
        ),
        Step(
            heading=Text(
                "Two straight pieces, neither of them flat",
                "2本の直線からなり、どちらも水平ではない",
            ),
            text=Text(
                "Right of 0 the slope is 1, left of 0 it is the number called slope. At 0 the "
                "pieces meet in a corner; PyTorch and Keras count it with the left one.",
                "0 より右の傾きは 1、左では slope である。0 では2本が角をなして交わる。"
                "PyTorch も Keras も、0 を左側に含める。",
            ),
            equation=(
                r"\frac{\partial y_i}{\partial x_i} = \begin{cases} 1 & (x_i > 0) \\ \text{slope} "
                r"& (x_i \le 0) \end{cases}"
            ),
        ),
        Step(
            heading=Text(
                "Together: a negative x weakens the gradient, but does not stop it",
                "まとめると、x が負なら勾配は弱まるが、止まらない",
            ),
            text=Text(
                "The forward pass keeps where x was positive, and nothing else.",
                "順伝播で覚えておくのは、x が正だった位置だけである。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = \begin{cases} \frac{\partial L}{\partial y_i} "
                r"& (x_i > 0) \\ \text{slope}\, \frac{\partial L}{\partial y_i} & (x_i \le 0) "
                r"\end{cases}"
            ),
            check=Text(
                "With slope = 0 it is ReLU's gradient, with slope = 1 the gradient passes "
                "unchanged.",
                "slope = 0 なら ReLU の勾配になり、slope = 1 なら勾配がそのまま通る。",
            ),
        ),
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic "
        "models, ICML workshop, section 2",
    ),
    # Slopes that float32 holds exactly: Keras rounds every other one, see float32_slope.
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, apart=0.125)}, config={"slope": 0.25}),
        Case("small_slope", inputs={"x": normal(5, 7, apart=0.125)}, config={"slope": 2.0**-7}),
        Case("kink", inputs={"x": KINK}, config={"slope": 0.25}, kink=True),
        Case("defaults", inputs={"x": normal(4, 6, apart=0.125)}, ours=True),
    ),
    divergences=(
        Divergence(
            name="default_slope",
            ja="傾きの既定値",
            summary=Text(
                "The default slope is 0.01 in PyTorch, 0.3 in Keras' layer and 0.2 in Keras' "
                "function.",
                "傾きの既定値は、PyTorch では 0.01、"
                "Keras の層では 0.3、Keras の関数では 0.2 である。",
            ),
            reconciled=Text("Set the slope everywhere.", "傾きをすべての実装で明示する。"),
            source="signatures of torch.nn.LeakyReLU, keras.layers.LeakyReLU and "
            "keras.activations.leaky_relu",
            case="ordinary",
            native={
                "torch": {"callable": "torch.nn.LeakyReLU"},
                "keras": {"callable": "keras.layers.LeakyReLU"},
            },
            quantity="y",
        ),
        Divergence(
            name="float32_slope",
            ja="float32 に丸められた傾き",
            summary=Text(
                "TensorFlow's leaky_relu holds the slope in float32 even for float64 arrays: 0.01 "
                "becomes 0.00999999978.",
                "TensorFlow の leaky_relu は、配列が float64 でも傾きを float32 で保持するため、"
                "0.01 は 0.00999999978 になる。",
            ),
            reconciled=Text(
                "No setting changes it: only a slope that float32 holds exactly, such as 0.25, is "
                "free of it.",
                "設定では変えられない。影響がないのは、"
                "0.25 のように float32 で正確に表せる傾きだけである。",
            ),
            source="measured; the attribute alpha of TensorFlow's LeakyRelu operation is a float32",
            case="ordinary",
            native={
                "torch": {"slope": 0.01},
                "keras": {"callable": "keras.layers.LeakyReLU", "negative_slope": 0.01},
            },
            quantity="y",
            irreducible=True,
            size=1e-9,
        ),
    ),
    defaults=(
        Default(
            "slope",
            0.01,
            torch=("torch.nn.LeakyReLU", "negative_slope", 0.01),
            keras=("keras.layers.LeakyReLU", "negative_slope", 0.3),
        ),
        Default("slope", 0.01, keras=("keras.activations.leaky_relu", "negative_slope", 0.2)),
    ),
    also_called=(
        "lrelu",
        "leakyrelu",
    ),
    identities=(
        Identity(
            sibling="relu",
            text=Text("With slope 0 it is ReLU.", "傾きを 0 にすると ReLU になる。"),
            case=Case("slope_0", inputs={"x": normal(3, 4, 5, apart=0.125)}),
            left=evaluated("leaky_relu", slope=0.0),
            right=evaluated("relu"),
        ),
        Identity(
            sibling="identity",
            text=Text(
                "With slope 1 it is the identity function: nothing is bent any more.",
                "傾きを 1 にすると恒等関数になる。折れ目はもうない。",
            ),
            case=Case("slope_1", inputs={"x": normal(4, 3, apart=0.125)}),
            left=evaluated("leaky_relu", slope=1.0),
            right=evaluated("identity"),
        ),
    ),
    mistakes=(
        Mistake(
            name="gradient_of_relu",
            ja="ReLU の勾配を使う",
            line="return np.where(self.positive, dy, self.slope * dy)",
            wrong="return np.where(self.positive, dy, 0)",
            why=Text(
                "The point of the leak is the gradient on the negative side: slope dy, not 0.",
                "負の側にも勾配を流すことが目的である。そこでの勾配は 0 ではなく slope dy になる。",
            ),
        ),
        Mistake(
            name="upstream_gradient_dropped_below_0",
            ja="負の側で上流の勾配を落とす",
            line="return np.where(self.positive, dy, self.slope * dy)",
            wrong="return np.where(self.positive, dy, self.slope)",
            why=Text(
                "The slope is dy/dx; on this side too the chain rule multiplies it by dL/dy.",
                "傾きは dy/dx にすぎない。こちら側でも連鎖律により dL/dy を掛ける。",
            ),
        ),
        Mistake(
            name="slope_subtracted",
            ja="傾きの項を引く",
            line="return np.where(self.positive, x, self.slope * x)",
            wrong="return np.where(self.positive, x, -self.slope * x)",
            why=Text(
                "x is negative there, and slope x is too; a minus sign folds the line upwards.",
                "そこでは x が負なので slope x も負である。負号を付けると直線が上に折れてしまう。",
            ),
        ),
        Mistake(
            name="derivative_at_0_is_1",
            ja="0 での微分を 1 とする",
            line="self.positive = x > 0",
            wrong="self.positive = x >= 0",
            why=Text(
                "At x = 0 the frameworks take the derivative of the negative side, the slope.",
                "フレームワークは x = 0 での微分として、負の側の値である傾きを使う。",
            ),
        ),
    ),
)
