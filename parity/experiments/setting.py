"""What an experiment is, as data: its settings, the figures reported for them, claims.

A file in ``parity/experiments/catalogue`` binds one :class:`Experiment`. Everything that a run
draws at random (initial weights, batches, dropout masks) follows from its setting and its seed
alone, and is the same in every framework.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from parity.describing.concept import NOTHING, Text

Form = Literal["", "as_taught", "corrected"]
"""Whether the course's code is run with its bug, or mended; "" where it has none."""

Accuracy = Literal["last_batch", "training_set"]
"""On what the "train" accuracy of a report was measured."""


@dataclass(frozen=True)
class Setting:
    """One configuration that is trained; a run adds a seed and a framework.

    Attributes:
        name: unique within the experiment, lower case with dashes.
        title: for the table.
        network: dotted name below ``numpy_impl``, ``torch_impl`` and ``tf_impl``.
        config: the network's arguments, but for the initializer. ``sizes`` and ``input_shape`` are
            left out: they follow from the data and from ``hidden``.
        hidden: the units of an MLP's hidden layers.
        initializer: name of an initializer concept, and its arguments.
        optimizer: dotted name below the three trees.
        optimizer_config: its arguments.
        loss: dotted name below the three trees; it is constructed without arguments.
        iterations: steps.
        batch: examples in a mini-batch.
        train_images: how many of the training images are used, the first ones; all if ``None``.
        test_images: likewise of the test images.
        train_accuracy: what the reports call "train".
        form: ``as_taught`` keeps the bug of the course's code, ``corrected`` mends it.
        frozen: patterns (:mod:`fnmatch`) of the parameters that the taught code never updates,
            such as ``"norm*.*"`` or the output layer's ``"dense7.*"``.
        without_penalty: patterns of the weights that the taught code leaves out of weight decay.
        taught_penalty: the loss that is shown adds the root of the sum of squares (claim C7).
        bug: what the taught form keeps, for the label.
        dtype: the type in which it runs.
        options: what one experiment needs besides:
            ``long`` (it runs only where it is asked for by name, or with ``--long``);
            ``data`` (the names of the data on which it runs, where those are not all of the
            experiment's);
            ``activations``, ``gradient_norms`` and ``weights`` (kept for the figures if true);
            ``dropout_scaling`` (``"taught"`` in place of ``"inverted"``, in every dropout layer);
            ``layers`` (of a ``networks.network.Sequential``: for each layer its name, its dotted
            name and its arguments but for the number of inputs of a dense layer or of a
            convolution, which follows from what stands in front);
            ``readout`` (the network is a recurrent layer whose states a dense layer reads: see
            :mod:`parity.experiments.training.readout`), and ``through_time`` (how far its gradient
            reaches back is kept if true);
            ``classes`` (of the data only these, numbered anew from 0) and ``per_class`` (how many
            training images of each are drawn);
            ``pretrained`` (it starts from what another training has left: see
            :mod:`parity.experiments.training.pretraining`), and ``rates`` (for patterns of
            parameters, how many times the learning rate they have);
            ``path`` (instead of a network, with ``surfaces.Surface`` for one, a point walks on
            ``surface`` from ``start``);
            ``sequences`` (instead of a network, a model of sequences learns to turn words around,
            so many in each sequence), and ``scores`` (the model gives scores of which ``loss``
            makes one, and no loss itself, if true);
            ``course`` (instead of examples in batches, a training of its own: see
            :mod:`parity.experiments.training.courses`) and ``world`` (what it is about, where that
            is none of the experiment's data, such as ``"ring"``);
            ``task`` and ``target`` (it makes its own data, whatever the experiment's: see
            :mod:`parity.experiments.data.synthetic` for what there is, and its arguments);
            ``parameters`` (all of them are kept in ``extra`` if true, as
            ``parameters.start.dense1.W`` and ``parameters.end.dense1.W``);
            ``refused_by`` (by framework, a part of its message where it refuses the setting);
            ``sampling`` (``"replacement"``, ``"epochs"`` or ``"all"``), ``epochs`` (in place of
            ``iterations``) and ``draws`` (settings with the same word start from the same random
            numbers; the setting's name if there is none): see
            :mod:`parity.experiments.training.drawing`.
    """

    name: str
    title: Text
    network: str = "networks.mlp.MLP"
    config: Mapping[str, Any] = field(default_factory=dict)
    hidden: tuple[int, ...] = (40, 20)
    initializer: tuple[str, Mapping[str, Any]] = ("gauss", {"sigma": 0.01})
    optimizer: str = "optimizers.sgd.SGD"
    optimizer_config: Mapping[str, Any] = field(default_factory=dict)
    loss: str = "losses.softmax_cross_entropy.SoftmaxCrossEntropy"
    iterations: int = 1000
    batch: int = 100
    train_images: int | None = None
    test_images: int | None = None
    train_accuracy: Accuracy = "last_batch"
    form: Form = ""
    frozen: tuple[str, ...] = ()
    without_penalty: tuple[str, ...] = ()
    taught_penalty: bool = False
    bug: Text = NOTHING
    dtype: str = "float64"
    options: Mapping[str, Any] = field(default_factory=dict)


StatementKind = Literal[
    "learns", "fails", "collapses", "overfits", "does_not_vanish",
    "higher", "lower", "not_lower", "faster", "slower", "no_effect", "less_overfit",
    "vanishes_less",
    "vanishes_through_time", "explodes_through_time",
]  # fmt: skip
"""What a report says in words; those of the second and third line compare with another setting."""


@dataclass(frozen=True)
class Statement:
    """Something said in words that runs can confirm or refute.

    Attributes:
        kind: what is said; :mod:`reports.experiments.judging.statements` says how it is decided.
        than: the setting with which a comparison compares.
    """

    kind: StatementKind
    than: str = ""


@dataclass(frozen=True)
class Reported:
    """A figure that a report gives; a figure that is lost is ``None``.

    Attributes:
        report: who gives it: ``R0`` to ``R4``.
        setting: the name of the setting that it belongs to.
        train: the train accuracy, a fraction.
        test: the test accuracy, a fraction.
        value: another figure, such as a loss or a coefficient; ``quantity`` says which.
        quantity: the name of that figure in a run's ``final``.
        decimals: to how many decimals the report gives it.
        note: what the report says about it in words.
        says: what these words state, where there is no figure and runs can tell; all must hold.
    """

    report: str
    setting: str
    train: float | None = None
    test: float | None = None
    value: float | None = None
    quantity: str = ""
    decimals: int = 4
    note: Text = NOTHING
    says: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Fact:
    """Something that an experiment shows, which its runs confirm or refute.

    Attributes:
        text: what is shown.
        setting: of which setting it is said.
        quantity: the name of a figure in a run's ``final``.
        above: the figure exceeds this.
        below: or stays below this.
        than: another setting: the difference to its figure, seed by seed, is meant instead.
    """

    text: Text
    setting: str
    quantity: str
    above: float | None = None
    below: float | None = None
    than: str = ""


@dataclass(frozen=True)
class Claim:
    """A claim of a report, and what settles it.

    Attributes:
        name: ``C1`` to ``C24``.
        claim: what is claimed, and by whom.
        verdict: what is right, in a sentence.
        settled_by: a test (``tests/test_x.py::test_y``), or an experiment's name.
    """

    name: str
    claim: Text
    verdict: Text
    settled_by: str


@dataclass(frozen=True)
class Experiment:
    """A group of settings that are compared with each other.

    Attributes:
        name: for the command line, such as ``vanishing-gradient``.
        title: for the reader.
        summary: what it shows.
        source: which of the course's notebooks it repeats.
        settings: what is trained.
        reported: the figures that reports give for them.
        data: on which data it can run: ``digits``, ``mnist``, ``cifar10``, or ``none`` where it
            makes its own.
        seeds: how many seeds a full run has.
        order: its place in the list.
        pictures: what its runs keep to be drawn (``points.samples``: see
            :mod:`parity.experiments.training.courses`), each with what a reader sees in it.
        facts: what it shows, where no report says it.
        needs: the distributions that it needs besides the frameworks, such as ``gymnasium``; an
            extra of the same name installs each.
    """

    name: str
    title: Text
    summary: Text
    source: str
    settings: tuple[Setting, ...]
    reported: tuple[Reported, ...] = ()
    data: tuple[str, ...] = ("digits", "mnist")
    seeds: int = 10
    order: int = 50
    pictures: Mapping[str, Text] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    needs: tuple[str, ...] = ()
