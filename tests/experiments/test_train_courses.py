"""Models that train themselves: the three frameworks take the same turns, and keep what is seen.

Run as a script (``python tests/experiments/test_train_courses.py keras OUT``) it takes the turns in
one framework and writes the results to OUT: each has a process of its own.
"""

import pickle
import sys
from pathlib import Path

import numpy as np
import pytest

from parity.describing.concept import Text
from parity.experiments.data.load import load
from parity.experiments.planning.overrides import BadOverrideError, apply_overrides, settable
from parity.experiments.planning.plan import OWN_DATA, DataSource, Plan
from parity.experiments.planning.provenance import closure, digest_of, module_of
from parity.experiments.setting import Experiment, Setting
from parity.experiments.sweeping.runner import Runner
from parity.experiments.training.courses import points
from parity.experiments.training.courses.gan_on_images import frechet_distance

TITLE = Text("a title", "題名")
ADAM = {"optimizer": "optimizers.adam.Adam", "optimizer_config": {"lr": 0.01}}
DIFFUSION = Setting(
    "moons",
    TITLE,
    network="generative.diffusion.Diffusion",
    config={"n_hidden": 16, "n_steps": 20, "beta_first": 0.005, "beta_last": 0.5},
    initializer=("glorot_uniform", {}),
    iterations=20,
    batch=8,
    options={"course": "diffusion", "world": "moons"},
    **ADAM,
)
GAN = Setting(
    "ring",
    TITLE,
    network="generative.gan.GAN",
    config={"n_z": 3, "n_hidden": 16},
    initializer=("glorot_uniform", {}),
    iterations=20,
    batch=8,
    options={"course": "ring_of_gaussians", "world": "ring"},
    **ADAM,
)
WASSERSTEIN = Setting(
    "wasserstein",
    TITLE,
    network="generative.wasserstein_gan.WassersteinGAN",
    config={"n_z": 3, "n_hidden": 16, "penalty": 0.5},
    initializer=("glorot_uniform", {}),
    iterations=20,
    batch=8,
    options={"course": "ring_of_gaussians", "world": "ring"},
    **ADAM,
)
VAE = Setting(
    "vae",
    TITLE,
    network="generative.vae.VAE",
    config={"n_hidden": 8, "n_latent": 2},
    initializer=("glorot_uniform", {}),
    iterations=5,
    batch=6,
    test_images=200,
    options={"course": "vae_on_images"},
    **ADAM,
)
DCGAN = Setting(
    "dcgan",
    TITLE,
    network="generative.dcgan.DCGAN",
    config={"n_z": 3, "n_filters": 2},
    initializer=("gauss", {"sigma": 0.1}),
    iterations=5,
    batch=6,
    options={"course": "gan_on_images"},
    **ADAM,
)
SIAMESE = Setting(
    "siamese",
    TITLE,
    network="networks.siamese.Siamese",
    config={"hidden": 8, "n_out": 3},
    iterations=20,
    batch=8,
    test_images=100,
    initializer=("he_normal", {}),
    loss="losses.contrastive_loss.contrastive_loss",
    options={"course": "one_shot", "known": (0, 1, 2), "classes": (8, 9), "per_class": 2,
             "margin": 1.0},
    **ADAM,
)  # fmt: skip
SETTINGS = (DIFFUSION, GAN, WASSERSTEIN, VAE, DCGAN, SIAMESE)
EXPERIMENT = Experiment("try-out", TITLE, TITLE, "none", SETTINGS)


def results(framework):
    """Return the results of the settings by name, all made in this process."""
    source = DataSource("digits", None, load("digits").digest)
    plan = Plan.make(EXPERIMENT, source, seeds=1, frameworks=(framework,))
    runner = Runner(framework)
    outcomes = [runner.run(plan.source, run) for run in plan.runs]
    assert [o.error for o in outcomes] == [""] * len(outcomes)
    data = [OWN_DATA] * 3 + ["digits"] * 3
    assert [o.run.key.data for o in outcomes] == data
    return {o.run.key.setting: o.result for o in outcomes}


@pytest.fixture(scope="module")
def in_numpy():
    return results("numpy")


OTHERS = [
    pytest.param("torch", marks=pytest.mark.torch),
    pytest.param("keras", marks=pytest.mark.keras),
]


@pytest.mark.parametrize("framework", OTHERS)
def test_the_frameworks_take_the_same_turns(framework, in_numpy, run_in, tmp_path):
    done = run_in(framework, Path(__file__), framework, str(tmp_path / "results"))
    assert done.returncode == 0, done.stderr[-3000:]
    others = pickle.loads((tmp_path / "results").read_bytes())
    for name, ours in in_numpy.items():
        theirs = others[name]
        np.testing.assert_allclose(theirs.losses, ours.losses, rtol=1e-10)
        assert set(theirs.extra) == set(ours.extra)
        for kept, array in ours.extra.items():
            # Images are kept in single precision.
            atol = 1e-6 if array.dtype == np.float32 else 1e-10
            np.testing.assert_allclose(theirs.extra[kept], array, rtol=1e-8, atol=atol)
        assert theirs.final == pytest.approx(ours.final, rel=1e-8, nan_ok=True)


def test_a_gan_has_two_losses_and_looks_at_its_points(in_numpy):
    found = in_numpy["ring"]
    assert found.extra["losses.generator"].shape == found.losses.shape == (20,)
    assert found.extra["points.generated"].shape[0] == len(found.extra["steps.generated"]) == 6
    assert found.extra["steps.generated"].tolist() == [0, 4, 8, 12, 16, 20]
    assert found.extra["series.modes"].shape == found.extra["steps.modes"].shape
    first, last = found.extra["points.generated"][[0, -1]]
    assert not np.allclose(first, last)  # it has moved


def test_the_way_back_from_noise_ends_at_the_points_that_are_judged(in_numpy):
    found = in_numpy["moons"]
    near, lower = points.on_the_moons(found.extra["points.drawing"][-1])
    assert (found.final["near"], found.final["lower_moon"]) == (near, lower)
    assert found.extra["steps.drawing"].tolist() == [20, 8, 4, 0]
    assert found.extra["steps.noising"].tolist() == [0, 4, 8, 20]
    clean = found.extra["points.noising"][0]
    assert points.on_the_moons(clean)[0] > 0.97
    assert points.on_the_moons(found.extra["points.noising"][-1])[0] < 0.5


def test_images_are_reconstructed_drawn_and_laid_out(in_numpy):
    found = in_numpy["vae"].extra
    assert found["images.reconstructions"].shape == found["images.samples"].shape == (2, 10, 8, 8)
    assert found["images.map"].shape == (12, 12, 8, 8)
    assert found["points.latent"].shape == (1, 200, 2)
    above = found["images.reconstructions"][0].reshape(10, -1)
    data = load("digits")
    x, t = data.flat("test")[:200], data.targets("test")[:200]
    where = [int(np.nonzero((x.astype(np.float32) == image).all(axis=1))[0][0]) for image in above]
    assert t[where].tolist() == list(range(10))  # one of each, in their order
    assert found["classes.latent"].tolist() == t.tolist()
    assert in_numpy["vae"].final["test_loss"] > in_numpy["vae"].final["divergence"] > 0
    made = in_numpy["dcgan"].extra["images.samples"]
    assert made.shape == (4, 10, 8, 8)
    assert in_numpy["dcgan"].extra["steps.samples"].tolist() == [0, 1, 2, 5]


def test_the_frechet_distance_of_gaussians_is_the_known_one():
    rng = np.random.default_rng(1)
    a = rng.standard_normal((200_000, 2)) * [1.0, 2.0] + [3.0, 0.0]
    b = rng.standard_normal((200_000, 2)) * [2.0, 1.0]
    known = 9 + (1 - 2) ** 2 + (2 - 1) ** 2
    assert frechet_distance(a, b) == pytest.approx(known, rel=0.02)
    assert abs(frechet_distance(b, b)) < 1e-10


def test_modes_are_counted():
    rng = np.random.default_rng(0)
    assert points.modes_found(points.ring(rng, 400)) == (8, pytest.approx(0.99, abs=0.011))
    half = np.concatenate([points.centres()[:3].repeat(100, axis=0), np.zeros((100, 2))])
    assert points.modes_found(half) == (3, 0.75)
    assert points.modes_found(np.zeros((100, 2))) == (0, 0.0)


def test_a_course_can_be_varied():
    changes = {"n_hidden": 4, "learning_rate": 0.1, "batch": 3, "sigma": 0.5}
    gan, vae, dcgan = apply_overrides([GAN, VAE, DCGAN], changes)
    assert gan.config == {"n_z": 3, "n_hidden": 4}
    assert (vae.config["n_hidden"], vae.optimizer_config, vae.batch) == (4, {"lr": 0.1}, 3)
    assert dcgan.initializer == ("gauss", {"sigma": 0.5})
    assert {"n_in", "n_x", "image"}.isdisjoint([*settable(GAN), *settable(VAE), *settable(DCGAN)])
    assert "train_images" in settable(VAE)
    assert "train_images" not in settable(GAN)
    with pytest.raises(BadOverrideError, match="form is 'linear'"):
        apply_overrides([GAN], {"form": "linear"})


def test_a_course_is_part_of_what_a_run_depends_on():
    plain = digest_of("torch", ["generative.gan.GAN"])
    course = digest_of("torch", ["generative.gan.GAN"], course="ring_of_gaussians")
    assert plain != course
    found = closure(frozenset({module_of("parity.experiments.training.courses.ring_of_gaussians")}))
    assert "parity.experiments.training.courses.points" in found
    assert "parity.experiments.training.courses.taking_turns" in found


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(pickle.dumps(results(sys.argv[1])))
