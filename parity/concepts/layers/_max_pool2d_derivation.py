"""How the gradient of a window finds its pixel."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

DERIVATION = (
    Step(
        heading=Text("The output is one of the pixels", "出力は、窓の中の画素の1つである"),
        text=Text(
            "u* and v* say where the maximum of a window stands. A small move of any other pixel "
            "changes nothing.",
            "窓の最大値の位置を u*、v* とする。ほかの画素をわずかに動かしても、出力は変わらない。",
        ),
        equation=r"y_{h,w} = x_{u^*,v^*}",
    ),
    Step(
        heading=Text(
            "The slope is 1 at the maximum and 0 elsewhere in the window",
            "傾きは最大値の位置で 1、窓の中のほかの位置で 0 である",
        ),
        text=Text(
            "m is the mask of a window: for each of its pixels, whether the output came from "
            "there. The forward pass keeps it.",
            "m は窓のマスクで、出力がその画素から来たかどうかを表す。順伝播のときに覚えておく。",
        ),
        equation=(
            r"m_{h,w,u,v} = \begin{cases} 1 & (x_{u,v} = y_{h,w}) \\ 0 & (x_{u,v} < y_{h,w}) "
            r"\end{cases}"
        ),
    ),
    Step(
        heading=Text(
            "Each window sends its gradient to one pixel",
            "各窓は、勾配を1つの画素に送る",
        ),
        text=Text(
            "Where windows overlap a pixel may be the maximum of several, and adds up what they "
            "send.",
            "窓が重なると、1つの画素が複数の窓の最大値になることがある。"
            "そのときは届いた勾配を足し合わせる。",
        ),
        equation=(
            r"\frac{\partial L}{\partial x_{u,v}} = \sum_{R_{h,w} \ni (u,v)} m_{h,w,u,v} "
            r"\frac{\partial L}{\partial y_{h,w}}"
        ),
    ),
    Step(
        heading=Text(
            "With ties the first one gets it all",
            "同じ最大値が並ぶときは、最初の画素がすべて受け取る",
        ),
        text=Text(
            "Between two equal maxima the maximum has a corner, and no derivative. Our code, "
            "PyTorch and Keras take the first in reading order; sharing it out would be as good a "
            "subgradient. Either way the sum of dx is that of dy.",
            "最大値が2つ並ぶところでは、最大値をとる関数が折れていて微分できない。"
            "ここでは PyTorch や Keras と同じく、行ごとに左から右へ読んで最初の画素を選ぶ。"
            "等分しても、劣勾配としては正しい。どちらにしても、dx の和は dy の和に等しい。",
        ),
        equation=(
            r"\sum_{u,v} \frac{\partial L}{\partial x_{u,v}} = \sum_{h,w} \frac{\partial "
            r"L}{\partial y_{h,w}}"
        ),
    ),
)
