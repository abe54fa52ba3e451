"""The Keras exercises: a line, logic gates, iris, MNIST and CIFAR-10."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.describing.concept import Text
from parity.experiments.setting import Experiment, Reported, Setting, Statement

# What Keras takes where nothing is said: its initial weights, and its places of epsilon.
GLOROT: tuple[str, Mapping[str, Any]] = ("glorot_uniform", {})
ADAM = {"lr": 0.001, "epsilon": 1e-7, "epsilon_place": "uncorrected"}
RMSPROP = {"lr": 1e-4, "rho": 0.9, "epsilon": 1e-7, "epsilon_place": "inside"}


def _gate(gate: str, epochs: int = 30, batch: int = 1) -> Setting:
    """Return a perceptron with a sigmoid that learns a gate from its four rows."""
    name = f"{gate}-epochs-{epochs}"
    en, ja = f"{gate.upper()}, {epochs} epochs", f"{gate.upper()}、{epochs}エポック"
    if batch > 1:
        name, en, ja = f"{name}-batch-{batch}", f"{en}, batch {batch}", f"{ja}、バッチ {batch}"
    return Setting(
        name,
        Text(en, ja),
        hidden=(),
        initializer=GLOROT,
        optimizer_config={"lr": 0.1},
        loss="losses.binary_cross_entropy_with_logits.BinaryCrossEntropyWithLogits",
        iterations=epochs * -(-4 // batch),
        batch=batch,
        train_accuracy="training_set",
        options={"task": "binary", "target": gate, "epochs": epochs},
    )


def _iris(name: str, title: Text, activation: str, lr: float) -> Setting:
    return Setting(
        f"iris-{name}",
        title,
        config={"activation": activation},
        hidden=(12,),
        initializer=GLOROT,
        optimizer_config={"lr": lr},
        iterations=480,  # 20 epochs of 120 flowers
        batch=5,
        train_accuracy="training_set",
        options={"task": "classes", "target": "iris", "epochs": 20, "draws": "iris"},
    )


def _dense(name: str, title: Text, data: str, iterations: int, lr: float = 0.001) -> Setting:
    """Return two hidden layers of 512, for 20 epochs."""
    return Setting(
        name,
        title,
        config={"activation": "relu", "dropout": 0.2},
        hidden=(512, 512),
        initializer=GLOROT,
        optimizer="optimizers.adam.Adam",
        optimizer_config={**ADAM, "lr": lr},
        iterations=iterations,
        batch=128,
        train_accuracy="training_set",
        dtype="float32",
        options={
            "data": (data,),
            "epochs": 20,
            **({"long": True} if data == "mnist" else {}),
        },
    )


def _conv(number: int, n_out: int, padding: str) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return a 3×3 convolution and its ReLU."""
    arguments = {"n_out": n_out, "kernel_size": 3, "padding": padding}
    return (
        (f"conv{number}", "layers.conv2d.Conv2d", arguments),
        (f"activation{number}", "activations.relu.ReLU", {}),
    )


def _pool(number: int) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return a pooling and the dropout behind it."""
    return (
        (f"pool{number}", "layers.max_pool2d.MaxPool2d", {"kernel_size": 2}),
        (f"dropout{number}", "layers.dropout.Dropout", {"rate": 0.25}),
    )


def _head(
    hidden: int, activation: int, dropout: int
) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return the dense layers; the numbers are those of the first free names."""
    return (
        ("flatten", "layers.flatten.Flatten", {}),
        ("dense1", "layers.dense.Dense", {"n_out": hidden}),
        (f"activation{activation}", "activations.relu.ReLU", {}),
        (f"dropout{dropout}", "layers.dropout.Dropout", {"rate": 0.5}),
        ("dense2", "layers.dense.Dense", {"n_out": 10}),
    )


def _cnn(
    name: str, title: Text, data: str, layers: tuple, epochs: int = 20, **fields: Any
) -> Setting:
    return Setting(
        name,
        title,
        network="networks.network.Sequential",
        initializer=GLOROT,
        train_accuracy="training_set" if epochs == 20 else "last_batch",
        dtype="float32",
        options={"data": (data,), "epochs": epochs, "long": True, "layers": layers},
        **fields,
    )


# The report names no layers; these are those of the usual examples.
LAYERS_MNIST = (
    *_conv(1, 32, "valid"),
    *_conv(2, 64, "valid"),
    *_pool(1),
    *_head(128, activation=3, dropout=2),
)
LAYERS_CIFAR10 = (
    *_conv(1, 32, "same"),
    *_conv(2, 32, "valid"),
    *_pool(1),
    *_conv(3, 64, "same"),
    *_conv(4, 64, "valid"),
    *_pool(2),
    *_head(512, activation=5, dropout=3),
)
NOT_BY_A_LINE = Text("a line cannot do it", "直線では分けられない")

EXPERIMENT = Experiment(
    name="keras-exercises",
    title=Text("Keras exercises", "Keras演習"),
    summary=Text(
        "A line, a perceptron that learns OR and AND and cannot learn XOR, iris, and MNIST and "
        "CIFAR-10 for twenty epochs. The long ones run only where they are asked for.",
        "直線、ORとANDは学習できるがXORは学習できないパーセプトロン、iris、そしてMNISTとCIFAR-10の"
        "20エポックの学習。時間のかかるものは、指定したときだけ実行する。",
    ),
    source="Keras exercises",
    settings=(
        Setting(
            "line",
            Text(".5x + 2", "0.5x + 2"),
            hidden=(),
            initializer=GLOROT,
            optimizer_config={"lr": 0.01},
            loss="losses.mean_squared_error.MeanSquaredError",
            iterations=1000,
            batch=200,
            options={
                "task": "regression",
                "target": "linear",
                "slope": 0.5,
                "intercept": 2.0,
                "n": 200,
                "noise": 0.05,
                "low": -1.0,
                "high": 1.0,
                "grid": True,
                "sampling": "all",
            },
        ),
        _gate("or"),
        _gate("or", epochs=100),
        _gate("and"),
        _gate("xor"),
        _gate("xor", epochs=300),
        _gate("or", batch=10),
        _iris("relu", Text("iris, ReLU", "iris、ReLU"), "relu", 0.01),
        _iris("sigmoid", Text("iris, sigmoid", "iris、シグモイド"), "sigmoid", 0.01),
        _iris("lr-0.1", Text("iris, ReLU, lr .1", "iris、ReLU、学習率 0.1"), "relu", 0.1),
        _dense("dense-digits", Text("512-512, Adam, small", "512-512、Adam、小型"), "digits", 240),
        _dense(
            "dense-lr-0.1-digits",
            Text("512-512, Adam lr .1, small", "512-512、Adam 学習率 0.1、小型"),
            "digits",
            240,
            lr=0.1,
        ),
        _dense("dense", Text("512-512, Adam", "512-512、Adam"), "mnist", 9380),
        _dense(
            "dense-lr-0.1",
            Text("512-512, Adam lr .1", "512-512、Adam 学習率 0.1"),
            "mnist",
            9380,
            lr=0.1,
        ),
        _cnn(
            "cnn-mnist",
            Text("CNN, MNIST", "CNN、MNIST"),
            "mnist",
            LAYERS_MNIST,
            optimizer="optimizers.adam.Adam",
            optimizer_config=ADAM,
            iterations=9380,  # 20 epochs of 60,000 images
            batch=128,
        ),
        _cnn(
            "cnn-mnist-short",
            Text("CNN, MNIST, 1 epoch of 10,000 images", "CNN、MNIST、1万枚を1エポック"),
            "mnist",
            LAYERS_MNIST,
            epochs=1,
            optimizer="optimizers.adam.Adam",
            optimizer_config=ADAM,
            iterations=79,
            batch=128,
            train_images=10_000,
            test_images=1000,
        ),
        _cnn(
            "cnn-cifar10",
            Text("CNN, CIFAR-10", "CNN、CIFAR-10"),
            "cifar10",
            LAYERS_CIFAR10,
            optimizer="optimizers.rmsprop.RMSprop",
            optimizer_config=RMSPROP,
            iterations=31260,  # 20 epochs of 50,000 images
            batch=32,
        ),
    ),
    reported=(
        Reported("R2", "line", value=0.0023706, quantity="train_loss", decimals=7),
        Reported("R2", "line", value=0.48916, quantity="W0", decimals=5),
        # Keras shows the mean of an epoch's losses, each before its step.
        Reported("R2", "or-epochs-30", value=0.2794, quantity="epoch_loss"),
        Reported(
            "R2",
            "or-epochs-30",
            value=0.2961,
            quantity="epoch_loss",
            note=Text("another seed: [F, T, T, T]", "別のシード: [F, T, T, T]"),
        ),
        Reported("R2", "or-epochs-100", value=0.1640, quantity="epoch_loss"),
        Reported("R2", "and-epochs-30", value=0.4011, quantity="epoch_loss"),
        Reported("R2", "xor-epochs-30", value=0.7326, quantity="epoch_loss", note=NOT_BY_A_LINE),
        Reported("R2", "xor-epochs-300", value=0.7190, quantity="epoch_loss", note=NOT_BY_A_LINE),
        Reported("R2", "or-epochs-30-batch-10", value=0.3594, quantity="epoch_loss"),
        Reported(
            "R2",
            "iris-sigmoid",
            note=Text("worse than ReLU", "ReLUより悪い"),
            says=(Statement("lower", than="iris-relu"),),
        ),
        Reported(
            "R2",
            "iris-lr-0.1",
            note=Text("faster", "速い"),
            says=(Statement("faster", than="iris-relu"),),
        ),
        Reported("R2", "dense", value=0.08304, quantity="test_loss", decimals=5),
        Reported(
            "R2",
            "dense",
            test=0.9829,
            note=Text(
                "one-hot labels with the loss for class numbers are an error",
                "one-hotのラベルにクラス番号用の損失を使うとエラーになる",
            ),
        ),
        Reported(
            "R2",
            "dense-lr-0.1",
            note=Text("fails", "学習に失敗する"),
            says=(Statement("fails"),),
        ),
        Reported(
            "R2",
            "cnn-mnist",
            0.9951,
            0.993,
            decimals=3,
            note=Text("validation about .993", "検証データでは約 .993"),
        ),
        Reported("R2", "cnn-cifar10", 0.8292, 0.7793),
    ),
    data=("digits", "mnist", "cifar10"),
    order=80,
)
