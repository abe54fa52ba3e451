"""The TensorFlow exercises: fitted polynomials, and MNIST with one layer, three and a CNN."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Reported, Setting

# TensorFlow's own: epsilon before Adam's bias correction, and inside RMSProp's root.
ADAM = {"epsilon": 1e-8, "epsilon_place": "uncorrected"}
RMSPROP = {"rho": 0.9, "epsilon": 1e-10, "epsilon_place": "inside"}


def _polynomial(
    name: str, title: Text, coefficients: tuple[float, ...], noise: float, lr: float = 0.001
) -> Setting:
    """Return a fit of c0 + c1 x + ... to 100 noisy points between -2 and 2, all in each step.

    The inputs are 1, x, x² ..., so the weights are the coefficients; a bias would be one too many,
    and stays 0.
    """
    return Setting(
        name,
        title,
        hidden=(),
        optimizer="optimizers.adam.Adam",
        optimizer_config={"lr": lr, **ADAM},
        loss="losses.mean_squared_error.MeanSquaredError",
        iterations=10000,
        batch=100,
        frozen=("dense1.b",),
        options={
            "task": "regression",
            "target": "polynomial",
            "coefficients": coefficients,
            "n": 100,
            "noise": noise,
            "low": -2.0,
            "high": 2.0,
            "powers": True,
            "sampling": "all",
        },
    )


def _line(name: str, title: Text, slope: float, intercept: float, noise: float) -> Setting:
    return Setting(
        name,
        title,
        hidden=(),
        initializer=("zeros", {}),
        optimizer_config={"lr": 0.1},
        loss="losses.mean_squared_error.MeanSquaredError",
        iterations=300,
        batch=100,
        options={
            "task": "regression",
            "target": "linear",
            "slope": slope,
            "intercept": intercept,
            "n": 100,
            "noise": noise,
            "sampling": "all",
        },
    )


def _layers(hidden: tuple[int, ...], rmsprop: bool = False) -> Setting:
    """Return two hidden sigmoid layers, with a dropout behind the second one alone."""
    units = "-".join(map(str, hidden))
    optimizer: tuple[str, Mapping[str, Any]] = ("optimizers.adam.Adam", {"lr": 1e-4, **ADAM})
    if rmsprop:
        optimizer = ("optimizers.rmsprop.RMSprop", {"lr": 0.001, **RMSPROP})
    label = "RMSProp" if rmsprop else "Adam"
    return Setting(
        f"layers-{units}{'-rmsprop' if rmsprop else ''}",
        Text(f"hidden {units}, {label}", f"隠れ層 {units}、{label}"),
        network="networks.network.Sequential",
        optimizer=optimizer[0],
        optimizer_config=optimizer[1],
        iterations=3000,
        options={
            "sampling": "epochs",
            "layers": (
                ("flatten", "layers.flatten.Flatten", {}),
                ("dense1", "layers.dense.Dense", {"n_out": hidden[0]}),
                ("activation1", "activations.sigmoid.Sigmoid", {}),
                ("dense2", "layers.dense.Dense", {"n_out": hidden[1]}),
                ("activation2", "activations.sigmoid.Sigmoid", {}),
                ("dropout1", "layers.dropout.Dropout", {"rate": 0.5}),
                ("dense3", "layers.dense.Dense", {"n_out": 10}),
            ),
        },
    )


def _cnn(rate: float) -> Setting:
    said = f"{rate:g}"
    return Setting(
        f"cnn-dropout-{said}",
        Text(f"CNN, dropout {said}", f"CNN、ドロップアウト {said}"),
        network="networks.network.Sequential",
        initializer=("gauss", {"sigma": 0.1}),
        optimizer="optimizers.adam.Adam",
        optimizer_config={"lr": 1e-4, **ADAM},
        iterations=300,
        batch=50,
        dtype="float32",
        options={
            "long": True,
            "sampling": "epochs",
            "layers": (
                ("conv1", "layers.conv2d.Conv2d",
                 {"n_out": 32, "kernel_size": 5, "padding": "same"}),
                ("activation1", "activations.relu.ReLU", {}),
                ("pool1", "layers.max_pool2d.MaxPool2d", {"kernel_size": 2}),
                ("conv2", "layers.conv2d.Conv2d",
                 {"n_out": 64, "kernel_size": 5, "padding": "same"}),
                ("activation2", "activations.relu.ReLU", {}),
                ("pool2", "layers.max_pool2d.MaxPool2d", {"kernel_size": 2}),
                ("flatten", "layers.flatten.Flatten", {}),
                ("dense1", "layers.dense.Dense", {"n_out": 1024}),
                ("activation3", "activations.relu.ReLU", {}),
                ("dropout1", "layers.dropout.Dropout", {"rate": rate}),
                ("dense2", "layers.dense.Dense", {"n_out": 10}),
            ),
        },
    )  # fmt: skip


CUBIC = (1.0, -2.8, 1.6, -0.4)
UNFINISHED = (
    # The report lists the coefficients from x^3 down to 1.
    ("train_loss", 5753.1, 1),
    ("W3", 4.753, 3),
    ("W2", 9.632, 3),
    ("W1", 6.411, 3),
    ("W0", 9.759, 3),
)
FINISHED = (
    ("train_loss", 0.0025890537, 10),
    ("W2", 29.99992, 5),
    ("W1", 0.50232, 5),
    ("W0", 0.20459, 5),
)

EXPERIMENT = Experiment(
    name="tensorflow-exercises",
    title=Text("TensorFlow exercises", "TensorFlow演習"),
    summary=Text(
        "Lines and polynomials fitted by gradient descent, and MNIST with one layer, three layers "
        "and a small CNN. Adam moves a weight by about the learning rate in a step, so a "
        "coefficient of 100 is out of reach at .001 within 10,000 steps.",
        "勾配降下法による直線と多項式の当てはめと、1層、3層、小さなCNNによるMNIST。"
        "Adamが1ステップで動かす重みは学習率程度なので、学習率 0.001 では10,000ステップでも"
        "係数100には届かない。",
    ),
    source="TensorFlow exercises",
    settings=(
        _line(
            "line-noise-0.3",
            Text("3x + 2, noise .3", "3x + 2、ノイズ 0.3"),
            3.0,
            2.0,
            0.3,
        ),
        _line("line-noise-3", Text("3x + 2, noise 3", "3x + 2、ノイズ 3"), 3.0, 2.0, 3.0),
        _line("line-falling", Text("-3x + 20, noise .3", "-3x + 20、ノイズ 0.3"), -3.0, 20.0, 0.3),
        _polynomial(
            "cubic-noise-0.05",
            Text("-.4x³ + 1.6x² - 2.8x + 1, noise .05", "-0.4x³ + 1.6x² - 2.8x + 1、ノイズ 0.05"),
            CUBIC,
            0.05,
        ),
        _polynomial(
            "cubic-noise-5",
            Text("-.4x³ + 1.6x² - 2.8x + 1, noise 5", "-0.4x³ + 1.6x² - 2.8x + 1、ノイズ 5"),
            CUBIC,
            5.0,
        ),
        _polynomial(
            "cubic-large",
            Text("4x³ - 2x² + 7x + 100", "4x³ - 2x² + 7x + 100"),
            (100.0, 7.0, -2.0, 4.0),
            0.05,
        ),
        _polynomial(
            "quadratic-lr-0.001",
            Text("30x² + .5x + .2, lr .001", "30x² + 0.5x + 0.2、学習率 0.001"),
            (0.2, 0.5, 30.0),
            0.05,
        ),
        _polynomial(
            "quadratic-lr-0.01",
            Text("30x² + .5x + .2, lr .01", "30x² + 0.5x + 0.2、学習率 0.01"),
            (0.2, 0.5, 30.0),
            0.05,
            lr=0.01,
        ),
        Setting(
            "one-layer",
            Text("one layer, SGD", "1層、SGD"),
            hidden=(),
            optimizer_config={"lr": 0.1},
            iterations=100,
            options={"sampling": "epochs"},
        ),
        _layers((600, 300)),
        _layers((300, 100)),
        _layers((600, 300), rmsprop=True),
        _cnn(0.5),
        _cnn(0.0),
    ),
    reported=(
        *(
            Reported(
                "R2",
                "cubic-large",
                value=value,
                quantity=quantity,
                decimals=decimals,
                note=Text("does not finish", "終わらない"),
            )
            for quantity, value, decimals in UNFINISHED
        ),
        Reported("R2", "quadratic-lr-0.001", value=755.5774, quantity="train_loss", decimals=4),
        *(
            Reported("R2", "quadratic-lr-0.01", value=value, quantity=quantity, decimals=decimals)
            for quantity, value, decimals in FINISHED
        ),
        Reported("R2", "one-layer", test=0.8705),
        Reported("R2", "layers-600-300", test=0.9053),
        Reported("R2", "layers-300-100", test=0.81, decimals=2),
        Reported("R2", "layers-600-300-rmsprop", test=0.967, decimals=3),
        Reported(
            "R2",
            "cnn-dropout-0.5",
            0.86,
            decimals=2,
            note=Text("in the log up to .98", "ログでは最大 .98"),
        ),
        Reported("R2", "cnn-dropout-0", 0.96, decimals=2),
    ),
    order=70,
)
