"""Convolution."""

from __future__ import annotations

from parity.concepts.layers._bias import ADDED_ONCE, ALREADY_DIVIDED, OVER_EVERY_PIXEL
from parity.concepts.layers._conv2d_cases import CASES
from parity.concepts.layers._conv2d_derivation import DERIVATION
from parity.concepts.layers._conv2d_identities import IDENTITIES
from parity.concepts.layers._same_with_a_stride import PAD_EXPLICITLY
from parity.concepts.layers._sources import CHELLAPILLA, GUIDE
from parity.describing.concept import Concept, Default, Divergence, Mistake, Text, Weight

Conv2d = Concept(
    kind="layer",
    order=30,
    fast="layers.fast_conv2d.FastConv2d",
    formerly=("conv2d_im2col",),
    syllabus=("3-4-1", "3-4-2"),
    needs=("dense", "zero_padding2d", "output_size"),
    title=Text("Convolution", "畳み込み層"),
    summary=Text(
        "Slides a kernel over the image: every output pixel is the sum of a window's pixels, "
        "each times its weight. The same weights serve every place.",
        "カーネルを画像上でずらしながら、ウィンドウ内の画素と重みの積和を各出力画素とする。"
        "重みはすべての位置で共有される。",
    ),
    why=Text(
        "A dense layer on an image has a weight for every pixel and unit: far too many, and an "
        "edge that it has learned in one corner is unknown in the next. A convolution looks at "
        "one small window at a time, and uses the same weights at every place. That takes few "
        "parameters, and what moves in the image moves in the output alike.",
        "全結合層で画像を扱うと、画素とユニットの組ごとに重みが必要になる。"
        "数が多すぎるうえ、ある隅で覚えたエッジも別の場所では通用しない。"
        "畳み込み層は小さな窓だけを見て、同じ重みをすべての位置で使う。"
        "パラメータは少なくて済み、画像の中で物が動けば、出力の中でも同じだけ動く。",
    ),
    equation="y[n, o, h, w] = sum_{c,i,j} W[o, c, i, j] x[n, c, h s + i d, w s + j d] + b[o]",
    formula=(
        r"y_{n,o,h,w} = b_o + \sum_{c,i,j} W_{o,c,i,j}\, x_{n,\,c,\,h s + i d,\,w s + j d}",
        r"\frac{\partial L}{\partial W_{o,c,i,j}} = \sum_{n,h,w} \frac{\partial "
        r"L}{\partial y_{n,o,h,w}} x_{n,\,c,\,h s + i d,\,w s + j d}",
        r"\frac{\partial L}{\partial b_o} = \sum_{n,h,w} \frac{\partial L}{\partial "
        r"y_{n,o,h,w}}",
        r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{o} \sum_{h s + i d = u \atop w "
        r"s + j d = v} W_{o,c,i,j} \frac{\partial L}{\partial y_{n,o,h,w}}",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(N, n_in, H, W)",
        "W": "(n_out, n_in / groups, kh, kw)",
        "b": "(n_out,)",
        "y": "(N, n_out, OH, OW)",
    },
    sources=(
        "LeCun et al. (1998), Gradient-based learning applied to document recognition, II.A",
        CHELLAPILLA,
        GUIDE,
    ),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=CASES,
    defaults=(
        Default(
            "stride",
            1,
            torch=("torch.nn.Conv2d", "stride", 1),
            keras=("keras.layers.Conv2D", "strides", (1, 1)),
        ),
        Default(
            "padding",
            0,
            torch=("torch.nn.Conv2d", "padding", 0),
            keras=("keras.layers.Conv2D", "padding", "valid"),
        ),
        Default(
            "dilation",
            1,
            torch=("torch.nn.Conv2d", "dilation", 1),
            keras=("keras.layers.Conv2D", "dilation_rate", (1, 1)),
        ),
        Default(
            "groups",
            1,
            torch=("torch.nn.Conv2d", "groups", 1),
            keras=("keras.layers.Conv2D", "groups", 1),
        ),
        Default(
            "padding_mode",
            "zeros",
            torch=("torch.nn.Conv2d", "padding_mode", "zeros"),
        ),
        Default(
            "initializer",
            None,
            keras=("keras.layers.Conv2D", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    divergences=(
        Divergence(
            name="same_is_not_symmetric",
            ja="same のパディングは対称でない",
            summary=Text(
                "Keras' 'same' puts the odd pixel of the padding behind the image. A symmetric "
                "padding, the only kind that torch.nn.Conv2d has with a stride, gives the right "
                "shape and wrong values.",
                "Keras の 'same' は、パディングの端数の1画素を画像の後ろ側に付ける。"
                "ストライドがあるとき torch.nn.Conv2d が使えるのは対称なパディングだけで、"
                "形は合うが値が異なる。",
            ),
            reconciled=PAD_EXPLICITLY,
            source="tf.nn documentation, notes on padding; torch.nn.Conv2d: padding='same' is "
            "not supported for strided convolutions",
            case="same_stride_2",
            native={
                "torch": {
                    "callable": "torch.nn.Conv2d",
                    "in_channels": 1,
                    "out_channels": 4,
                    "kernel_size": (3, 5),
                    "stride": 2,
                    "padding": (1, 2),
                },
                "keras": {"padding": "same"},
            },
            quantity="y",
        ),
        Divergence(
            name="mirrored_with_or_without_the_edge",
            ja="端を含めて折り返すか",
            summary=Text(
                "'reflect' mirrors at the outermost pixel and does not repeat it; TensorFlow's "
                "'SYMMETRIC' repeats it, which for one pixel is 'edge' (PyTorch's 'replicate').",
                "'reflect' は端の画素を軸に折り返し、端の画素自体は繰り返さない。TensorFlow の "
                "'SYMMETRIC' は端も繰り返し、"
                "1画素分なら 'edge'(PyTorch の 'replicate')と同じになる。",
            ),
            reconciled=Text(
                "padding_mode names the border.",
                "padding_mode で境界の扱いを指定する。",
            ),
            source="tf.pad and torch.nn.functional.pad documentation",
            case="reflect",
            native={"torch": {"padding_mode": "reflect"}, "keras": {"padding_mode": "edge"}},
            quantity="y",
        ),
    ),
    also_called=(
        "convolution",
        "conv",
        "convolution2d",
        "conv_layer",
        "conv_forward",
        "conv_forward_naive",
        "convolution_im2col",
    ),
    identities=IDENTITIES,
    mistakes=(
        Mistake(
            name="transpose_forgotten",
            ja="転置を忘れる",
            line="col = col.transpose(0, 4, 5, 1, 2, 3)  # the windows' axes first, then what is "
            "in a window",
            wrong="col = col.reshape(len(x), *self.out_size, self.n_in, *self.kernel)",
            why=Text(
                "The array is (N, n_in, kh, kw, OH, OW). reshape alone gives the right shape, but "
                "a row of col is no longer one window.",
                "配列の軸は (N, n_in, kh, kw, OH, OW) の順である。"
                "reshape だけでも形は合うが、col の1行が1つのウィンドウではなくなる。",
            ),
        ),
        Mistake(
            name="kernel_flipped",
            ja="カーネルを反転する",
            line="W_rows = W[outs].reshape(self.n_out // self.groups, -1)",
            wrong="W_rows = W[outs][:, :, ::-1, ::-1].reshape(self.n_out // self.groups, -1)",
            why=Text(
                "A layer's convolution does not flip the kernel: it is what mathematics calls a "
                "cross-correlation.",
                "畳み込み層ではカーネルを反転させない。数学でいう相互相関に当たる。",
            ),
        ),
        Mistake(
            name="kernel_flattened_in_another_order",
            ja="カーネルの平坦化の順序が違う",
            line="W_rows = W[outs].reshape(self.n_out // self.groups, -1)",
            wrong="W_rows = np.moveaxis(W[outs], 1, 3).reshape(self.n_out // self.groups, -1)",
            why=Text(
                "A row of col goes through channel, height, width, and so must a row of W.",
                "col の1行はチャネル・高さ・幅の順なので、W の行も同じ順でなければならない。",
            ),
        ),
        Mistake(
            name="output_transpose_forgotten",
            ja="出力の転置を忘れる",
            line="return y.transpose(0, 3, 1, 2)",
            wrong="return y.reshape(len(x), self.n_out, *self.out_size)",
            why=Text(
                "The rows of the product are pixels and its columns channels: (N, OH, OW, n_out). "
                "reshape gives the right shape, with channels and pixels mixed up.",
                "行列積の行は画素、列はチャネルなので、軸は (N, OH, OW, n_out) である。"
                "reshape では形は合うが、チャネルと画素が入り乱れる。",
            ),
        ),
        Mistake(
            name="upstream_transpose_forgotten",
            ja="上流の勾配の転置を忘れる",
            line="dy_rows = dy.transpose(0, 2, 3, 1).reshape(len(self.col), self.n_out)",
            wrong="dy_rows = dy.reshape(len(self.col), self.n_out)",
            why=Text(
                "dy is (N, n_out, OH, OW): the channels must come last before the pixels can "
                "become rows.",
                "dy の軸は (N, n_out, OH, OW) である。"
                "画素を行にする前に、チャネルを最後の軸に移さなければならない。",
            ),
        ),
        Mistake(
            name="bias_added_to_every_product",
            ja="バイアスを積の一つ一つに足す",
            line='y += self.params["b"]',
            wrong='y += self.params["b"] * W[0].size',
            why=ADDED_ONCE,
        ),
        Mistake(
            name="bias_gradient_averaged",
            ja="バイアスの勾配を平均する",
            line='self.grads["b"] = dy_rows.sum(axis=0)',
            wrong='self.grads["b"] = dy_rows.mean(axis=0)',
            why=Text(
                "b is added to every pixel of every image, so db is the sum over them all.",
                "b は全画像の全画素に足されるので、db はそのすべてにわたる和である。",
            ),
        ),
        Mistake(
            name="bias_gradient_averaged_over_pixels",
            ja="バイアスの勾配を画素で平均する",
            line='self.grads["b"] = dy_rows.sum(axis=0)',
            wrong='self.grads["b"] = dy.sum(axis=0).mean(axis=(1, 2))',
            why=OVER_EVERY_PIXEL,
        ),
        Mistake(
            name="weight_gradient_divided_by_the_batch",
            ja="重みの勾配をバッチサイズで割る",
            line="dW_rows = dy_rows[:, outs].T @ self.col[:, seen]",
            wrong="dW_rows = dy_rows[:, outs].T @ self.col[:, seen] / len(dy)",
            why=ALREADY_DIVIDED,
        ),
        Mistake(
            name="overlapping_windows_overwrite",
            ja="重なるウィンドウが上書きする",
            line="dx[:, :, rows, columns] += dcol[:, :, i, j]",
            wrong="dx[:, :, rows, columns] = dcol[:, :, i, j]",
            why=Text(
                "A pixel lies in several windows and gets a gradient from each; an assignment "
                "keeps only the last.",
                "1つの画素は複数のウィンドウに含まれ、それぞれから勾配を受け取る。"
                "代入すると最後の分しか残らない。",
            ),
        ),
        Mistake(
            name="dilation_forgotten",
            ja="膨張を忘れる",
            line="rows = slice(i * dh, i * dh + oh * sh, sh)",
            wrong="rows = slice(i, i + oh * sh, sh)",
            why=Text(
                "With a dilation the kernel's elements meet pixels that lie dilation apart.",
                "dilation を指定すると、カーネルの要素は dilation 画素おきに画像と掛け合わされる。",
            ),
        ),
        Mistake(
            name="kernel_not_flipped_on_the_way_back",
            ja="逆伝播でカーネルを反転しない",
            line='flipped = self.params["W"][:, :, ::-1, ::-1]',
            wrong='flipped = self.params["W"]',
            why=Text(
                "The pixel that an element of the kernel met lies before the output pixel on the "
                "way back, so the kernel is turned by 180 degrees.",
                "逆向きに見ると各画素と出力の位置関係が反対になるので、"
                "カーネルを180度回転させなければならない。",
            ),
            form="fast",
        ),
        Mistake(
            name="weight_gradient_left_flipped",
            ja="重みの勾配を反転したままにする",
            line="dW = dW[:, :, ::-1, ::-1]  # it was the flipped kernel's",
            wrong="dW = np.ascontiguousarray(dW)",
            why=Text(
                "What was found is the gradient of the flipped kernel; dW is that, flipped back.",
                "得られたのは反転したカーネルの勾配なので、dW にするには元の向きに戻す。",
            ),
            form="fast",
        ),
        Mistake(
            name="same_padding_on_the_wrong_side",
            ja="same のパディングの側が逆",
            line='before = total // 2 if self.padding == "same" else total - total // 2',
            wrong='before = total // 2 if self.padding != "same" else total - total // 2',
            why=Text(
                "Of an odd number of added pixels the larger half comes behind the image.",
                "追加する画素数が奇数のとき、多いほうの半分は画像の後ろ側に付く。",
            ),
        ),
        Mistake(
            name="same_padding_symmetric",
            ja="same のパディングを対称にする",
            line="found.append((before, total - before))",
            wrong="found.append(((total + 1) // 2, (total + 1) // 2))",
            why=Text(
                "With a stride the output has the right shape all the same, and every window lies "
                "one pixel off.",
                "ストライドがあると出力の形は合ってしまうが、全ウィンドウの位置が1画素ずれる。",
            ),
        ),
        Mistake(
            name="padding_not_cut_off",
            ja="パディングを切り落とさない",
            line="return dx_padded[:, :, top : top + height, left : left + width]",
            wrong="return dx_padded[:, :, :height, :width]",
            why=Text(
                "The image stands in the middle of its padding: without the offset the gradient "
                "comes back too far down and to the right.",
                "画像はパディングの内側にある。先頭から切り出すと、勾配が右下にずれて返ってくる。",
            ),
        ),
        Mistake(
            name="mirror_repeats_the_edge",
            ja="折り返しで端を繰り返す",
            line="return n - 1 - np.abs(n - 1 - np.abs(at))",
            wrong="return np.where(at < 0, -1 - at, np.where(at < n, at, 2 * n - 1 - at))",
            why=Text(
                "'reflect' mirrors at the outermost pixel, which is therefore not repeated.",
                "'reflect' は端の画素を軸に折り返すので、端の画素自体は繰り返さない。",
            ),
        ),
        Mistake(
            name="border_gradient_overwritten",
            ja="境界の勾配を上書きする",
            line="dx[:, :, :, source] += rows[:, :, :, at]",
            wrong="dx[:, :, :, source] = rows[:, :, :, at]",
            why=Text(
                "A pixel that the border repeats collects the gradients of all its copies.",
                "境界に複製された画素には、すべての複製からの勾配を足し合わせる。",
            ),
        ),
    ),
)
