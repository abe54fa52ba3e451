"""Root mean squared error."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(name: str, y: Draw, t: Draw) -> Case:
    inputs = {"y": y, "t": t}
    return Case(name, inputs=inputs, differentiable=(), options={"outputs": ("RMSE",)})


def _root_of_the_loss(of: Implementations, a: Arrays) -> Arrays:
    return {"RMSE": np.sqrt(of("mean_squared_error")().forward(a["y"], a["t"]))}


root_mean_squared_error = Concept(
    kind="function",
    order=10,
    syllabus=("2-1-12",),
    needs=("mean_squared_error",),
    title=Text("Root mean squared error", "平均二乗誤差の平方根(RMSE)"),
    summary=Text(
        "The root of the mean squared error: an error in the unit of what is predicted.",
        "平均二乗誤差の平方根。予測する量と同じ単位の誤差になる。",
    ),
    why=Text(
        "A mean squared error of 25 square degrees says little; its root, 5 degrees, does. The "
        "root is the smallest where the MSE is, so training is not changed. Beside the MAE it "
        "tells of outliers: squares make large errors count more, so it is never below the MAE, "
        "and far above it where a few errors are large.",
        "平均二乗誤差が 25 平方度だと言われても分かりにくいが、平方根の 5 度なら分かる。"
        "平方根をとっても最小になる場所は同じである。MAE と比べると外れ値の有無が分かる。"
        "2乗すると大きな誤差が強く効くので、RMSE は MAE 以上になり、少数の大きな誤差があると"
        "MAE をはるかに超える。",
    ),
    equation="RMSE = sqrt(1/n sum_i (y_i - t_i)^2)",
    formula=(r"\text{RMSE} = \sqrt{\frac{1}{n} \sum_i (y_i - t_i)^2}",),
    shapes={"y": "any", "t": "as y", "RMSE": "scalar"},
    sources=("Goodfellow, Bengio and Courville (2016), Deep Learning, section 5.1.4",),
    cases=(
        _case("rows", normal(4, 3), normal(4, 3)),
        _case("values", normal(7), normal(7)),
        _case("far_away", normal(5, 2, scale=30.0), normal(5, 2)),
        _case("an_outlier", values([0.5, 1.0, -0.25, 64.0]), values([0.25, 1.5, 0.0, 0.0])),
        _case("one_value", values([2.5]), values([-0.5])),
    ),
    also_called=("rmse", "calc_rmse", "compute_rmse"),
    identities=(
        Identity(
            sibling="mean_squared_error",
            text=Text("It is the root of the mean squared error.", "平均二乗誤差の平方根である。"),
            case=_case("root_of_the_loss", normal(3, 4), normal(3, 4)),
            left=evaluated("root_mean_squared_error"),
            right=_root_of_the_loss,
        ),
    ),
    mistakes=(
        Mistake(
            name="root_forgotten",
            ja="平方根を忘れる",
            line="return np.sqrt(np.mean((y - t) ** 2))",
            wrong="return np.mean((y - t) ** 2)",
            why=Text(
                "That is the MSE, in the square of the unit.",
                "それは MSE で、単位が2乗になっている。",
            ),
        ),
        Mistake(
            name="mean_of_the_roots",
            ja="平方根を先にとる",
            line="return np.sqrt(np.mean((y - t) ** 2))",
            wrong="return np.mean(np.sqrt((y - t) ** 2))",
            why=Text(
                "The root of each square is the absolute error: that gives the MAE.",
                "1つずつ平方根をとると絶対誤差になり、MAE が得られる。",
            ),
        ),
        Mistake(
            name="sum_for_the_mean",
            ja="平均せずに足す",
            line="return np.sqrt(np.mean((y - t) ** 2))",
            wrong="return np.sqrt(np.sum((y - t) ** 2))",
            why=Text(
                "The mean makes it independent of how many values there are; the sum gives the "
                "distance of the two.",
                "平均すれば値の個数によらない。和では2点間の距離になる。",
            ),
        ),
    ),
)
