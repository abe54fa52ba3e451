"""The figures that a reader can change: each in a real browser, and its numbers against NumPy's."""

import json

import numpy as np
import pytest
from browsing import needs_a_browser

from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts
from reports.site.pages.assets import style
from reports.site.pages.moving import PAGES, SCRIPTS, moving

pytestmark = needs_a_browser
FIGURES = sorted(path.stem for path in SCRIPTS.glob("*/*.js"))
STYLE = style()


PAGE = []
"""One page for all figures: a new one takes longer than what is looked at."""


@pytest.fixture
def page(chromium):
    if not PAGE or PAGE[0].context not in chromium.contexts:
        PAGE[:] = [chromium.new_page(viewport={"width": 390, "height": 844})]
    return PAGE[0]


@pytest.fixture
def figure(page, tmp_path):
    """Give a function that opens one figure; whatever the page complains of fails the test."""
    wrong = []
    hear = {
        "pageerror": lambda error: wrong.append(str(error)),
        "console": lambda message: wrong.append(message.text),
    }
    for event, heard in hear.items():
        page.on(event, heard)

    def opened(name, start=None, language="en", width=390):
        page.set_viewport_size({"width": width, "height": 844})
        file = tmp_path / f"{name}.html"
        (script,) = SCRIPTS.glob(f"*/{name}.js")
        file.write_text(
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{name}</title>'
            f"<style>{STYLE}{(SCRIPTS / 'moving.css').read_text('utf-8')}</style>"
            f"<div class=fig data-figure={name} data-start='{json.dumps(start or {})}'>still</div>"
            f'<script src="{(SCRIPTS / "frame.js").as_uri()}"></script>'
            f'<script src="{script.as_uri()}"></script>',
            "utf-8",
        )
        page.goto(file.as_uri())
        return page

    yield opened
    for event, heard in hear.items():
        page.remove_listener(event, heard)
    assert not wrong


def numbers(page):
    return json.loads(page.locator(".fig").get_attribute("data-numbers"))


def seen(page):
    return page.locator(".fig .plot").inner_html() + page.locator(".fig .say").inner_text()


def move(page, name, value):
    page.locator(f".fig [name={name}]").evaluate(
        "(control, value) => { control.value = value; control.dispatchEvent(new Event("
        "control.type === 'range' ? 'input' : 'change', {bubbles: true})); }",
        str(value),
    )


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_what_each_control_does(figure, name, language):
    for width in (390, 1100):
        page = figure(name, language=language, width=width)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        cut = page.evaluate(
            """() => { const box = document.querySelector(".plot svg").getBoundingClientRect();
              return [...document.querySelectorAll(".plot text")].filter((t) => {
                const r = t.getBoundingClientRect();
                return r.left < box.left - 1 || r.right > box.right + 1 || r.bottom > box.bottom + 1
                  || r.top < box.top - 1;
              }).map((t) => t.textContent); }"""
        )
        assert not cut, (width, cut)
    text = page.locator(".fig .say").inner_text()
    assert text
    assert not {"undefined", "NaN"} & set(text.split())
    assert any("\u3040" <= letter <= "\u30ff" for letter in text) == (language == "ja")
    assert numbers(page)
    needed = {control: needs for (figure_, control), needs in NEEDED.items() if figure_ == name}
    assert page.evaluate(EACH_SLIDER, needed) == []
    page.locator(".fig [data-do=start]").click()
    for button in page.locator(".fig button:not([data-do=start])").all():
        before = seen(page)
        button.click()
        assert seen(page) != before
        page.locator(".fig [data-do=start]").click()


EACH_SLIDER = """(needed) => {
  const one = (selector) => {
    const found = document.querySelectorAll(selector);
    if (found.length !== 1) throw new Error(`${found.length} of ${selector}`);
    return found[0];
  };
  const seen = () => one(".fig .plot").innerHTML + one(".fig .say").innerText;
  const move = (name, value) => {
    const control = one(`.fig [name=${name}]`);
    control.value = value;
    const type = control.type === "range" ? "input" : "change";
    control.dispatchEvent(new Event(type, { bubbles: true }));
    return seen();
  };
  const first = seen();
  const faults = [];
  for (const { name, min, max } of document.querySelectorAll(".fig input[type=range]")) {
    const effect = (...values) => {
      const before = seen();
      return values.map((value) => move(name, value)).some((shown) => shown !== before);
    };
    let works = effect(min, max);
    if (needed[name]) {
      move(...needed[name]);
      works = effect(min) || works;
    }
    if (!works) faults.push(`${name} changes nothing`);
    one(".fig [data-do=start]").click();
    if (seen() !== first) faults.push(`${name}: not as it began`);
  }
  return faults;
}"""
"""Move each slider to both ends and begin again; return what is wrong, in one turn of the browser,
which would else be asked ten times for each."""


NEEDED = {
    ("initializer", "sigma"): ("rule", "fixed"),
    ("optimizer", "beta"): ("kind", "momentum"),
    ("optimizer", "beta2"): ("kind", "adam"),
}
"""What another control must say before one has an effect."""


def test_a_slider_is_moved_by_keyboard(figure):
    page = figure("softmax")
    before = seen(page)
    page.locator(".fig [name=T]").focus()
    page.keyboard.press("ArrowRight")
    assert numbers(page)["T"] == 1.1
    assert seen(page) != before


def test_pages_that_exist_name_figures_that_exist():
    for name in PAGES:
        shown = moving(name)
        assert (SCRIPTS / shown.script).is_file()
    with_one = [name for name in all_concepts() if moving(name)]
    assert len({moving(name).figure for name in with_one}) >= 15


def close(left, right):
    np.testing.assert_allclose(left, right, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    "name", ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "softplus", "identity"]
)
@pytest.mark.parametrize("x", [-1.5, 2.0])
def test_an_activation_is_numpys(figure, name, x):
    shown = numbers(figure("activation", {"kind": name, "x": x}))
    layer = implementation("numpy", all_concepts()[name])()
    close(shown["y"], layer.forward(np.array([x]))[0])
    close(shown["slope"], layer.backward(np.ones(1))[0])


def test_softmax_is_numpys(figure):
    from numpy_impl.activations.softmax import Softmax

    shown = numbers(figure("softmax", {"T": 2.5}))
    close(shown["y"], Softmax().forward(np.array(shown["z"]) / 2.5))


def test_cross_entropy_is_numpys(figure):
    from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy

    shown = numbers(figure("cross_entropy", {"label": "2"}))
    loss = SoftmaxCrossEntropy()
    close(shown["loss"], loss.forward(np.array([shown["z"]]), np.array([shown["t"]])))
    close(shown["dz"], loss.backward()[0])


SLOPES = {
    "ravine": lambda w: np.array([w[0] / 10, 2 * w[1]]),
    "saddle": lambda w: np.array([w[0] / 2, -w[1] / 2 + w[1] ** 3 / 10]),
}
BEGIN = {"ravine": [-7.0, 2.0], "saddle": [-4.0, 0.02]}


@pytest.mark.parametrize("surface", SLOPES)
@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"])
def test_a_path_is_numpys(figure, name, surface):
    start = {"kind": name, "surface": surface, "rate": -1, "beta2": 0.95, "steps": 40}
    shown = numbers(figure("optimizer", start))
    options = {
        "momentum": {"momentum": 0.9},
        "nesterov": {"momentum": 0.9},
        "adagrad": {"epsilon": 1e-8},
        "rmsprop": {"rho": 0.95, "epsilon": 1e-8},
        "adam": {"beta1": 0.9, "beta2": 0.95, "epsilon": 1e-8},
    }
    optimizer = implementation("numpy", all_concepts()[name])(lr=0.1, **options.get(name, {}))
    w = {"w": np.array(BEGIN[surface])}
    for step in range(40):
        optimizer.update(w, {"w": SLOPES[surface](w["w"])})
        if step == 0:
            close(shown["path"][0], w["w"])
    close(shown["path"][1], w["w"])


@pytest.mark.parametrize("start", [{}, {"k": 2, "stride": 2, "pad": 1, "dilation": 2, "size": 7}])
def test_a_convolution_is_numpys(figure, start):
    from numpy_impl.layers.conv2d import Conv2d

    shown = numbers(figure("convolution", start))
    layer = Conv2d(
        1, 1, len(shown["W"]), stride=shown["stride"], padding=shown["pad"],
        dilation=shown["dilation"], use_bias=False,
    )  # fmt: skip
    layer.params["W"] = np.array(shown["W"], float)[None, None]
    close(shown["y"], layer.forward(np.array(shown["x"], float)[None, None])[0, 0])


@pytest.mark.parametrize("kind", ["max", "mean", "lp"])
@pytest.mark.parametrize("window", [(2, 2), (3, 1)])
def test_pooling_is_numpys(figure, kind, window):
    from numpy_impl.layers.avg_pool2d import AvgPool2d
    from numpy_impl.layers.lp_pool2d import LpPool2d
    from numpy_impl.layers.max_pool2d import MaxPool2d

    k, stride = window
    shown = numbers(figure("pooling", {"kind": kind, "k": k, "stride": stride}))
    layer = {
        "max": MaxPool2d(k, stride=stride),
        "mean": AvgPool2d(k, stride=stride),
        "lp": LpPool2d(2, k, stride=stride),
    }[kind]
    y = layer.forward(np.array(shown["x"], float)[None, None])
    close(shown["y"], y[0, 0])
    close(shown["dx"], layer.backward(np.ones_like(y))[0, 0])


@pytest.mark.parametrize("scaling", ["inverted", "taught"])
@pytest.mark.parametrize("training", [True, False])
def test_dropout_is_numpys(figure, scaling, training):
    from numpy_impl.layers.dropout import Dropout

    shown = numbers(figure("dropout", {"scaling": scaling, "training": training, "rate": 0.35}))
    layer = Dropout(0.35, scaling=scaling)
    mask = np.array(shown["mask"]) if training else None
    close(shown["y"], layer.forward(np.array(shown["x"]), training=training, mask=mask))


def test_batch_norm_is_numpys(figure):
    from numpy_impl.layers.batch_norm import BatchNorm

    shown = numbers(figure("normalization"))
    layer = BatchNorm(1)
    layer.params.update(gamma=np.array([shown["gamma"]]), beta=np.array([shown["beta"]]))
    close(shown["y"], layer.forward(np.array(shown["x"])[:, None])[:, 0])


@pytest.mark.parametrize("kind", ["l1", "l2", "elastic"])
def test_a_penaltys_minimum_has_no_slope(figure, kind):
    shown = numbers(figure("penalty", {"kind": kind, "a": 2.5, "b": -1.4, "lambda": 0.7}))
    l1, l2 = {"l1": (1, 0), "l2": (0, 1), "elastic": (0.5, 0.5)}[kind]
    w, a = np.array(shown["w"]), np.array(shown["a"])
    close(w - a + shown["lambda"] * (l1 * np.sign(w) + l2 * w), [0, 0])


@pytest.mark.parametrize("mask", ["none", "causal", "padding"])
def test_attention_is_numpys(figure, mask):
    from numpy_impl.attention.scaled_dot_product_attention import ScaledDotProductAttention

    shown = numbers(figure("attention", {"mask": mask, "d": 8}))
    Q, K = np.array(shown["Q"]), np.array(shown["K"])
    seen_by = {
        "none": np.ones((6, 6), bool),
        "causal": np.tril(np.ones((6, 6), bool)),
        "padding": np.broadcast_to(np.arange(6) < 4, (6, 6)),
    }[mask]
    # With the unit vectors as values, what comes out are the weights.
    given = ScaledDotProductAttention().forward(Q[None], K[None], np.eye(6)[None], mask=seen_by)
    close(shown["weights"], given[0])


def test_positions_are_numpys(figure):
    from numpy_impl.attention.positional_encoding import positional_encoding

    shown = numbers(figure("positions"))
    given = positional_encoding(40, 32)
    close(shown["row"], given[10])
    close(shown["dots"], given @ given[10])


def test_a_units_gradients_are_finite_differences(figure):
    shown = numbers(figure("neuron"))

    def loss(x, w, b):
        return 0.5 * (1 / (1 + np.exp(-(x * w + b))) - shown["t"]) ** 2

    at, h = [shown["x"], shown["w"], shown["b"]], 1e-6
    for i, name in enumerate(("dx", "dw", "db")):
        step = np.eye(3)[i] * h
        np.testing.assert_allclose(
            shown[name], (loss(*(at + step)) - loss(*(at - step))) / (2 * h), rtol=1e-6
        )


def test_a_cosine_is_numpys(figure):
    from numpy_impl.embedding.cosine_similarity import CosineSimilarity

    shown = numbers(figure("cosine"))
    documents = np.array(shown["documents"])
    given = CosineSimilarity(epsilon=1e-12).forward(np.tile(shown["q"], (5, 1)), documents)
    close(shown["cosine"], given)
    assert shown["order"] == list(np.argsort(given)[::-1])


def test_a_warm_up_is_numpys(figure):
    from numpy_impl.attention.warm_up_schedule import warm_up_schedule

    for step in (7, 400, 3000):
        shown = numbers(figure("schedule", {"at": step}))
        close(shown["rate"], warm_up_schedule(step, 512, 400))


def test_clipping_is_numpys(figure):
    from numpy_impl.gradients.clip_by_norm import clip_by_norm
    from numpy_impl.gradients.clip_by_value import clip_by_value

    shown = numbers(figure("clipping"))
    g = np.array(shown["g"])
    close(shown["by_norm"], clip_by_norm(g, shown["limit"]))
    close(shown["by_value"], clip_by_value(g, shown["limit"]))


def test_a_draw_through_mu_and_sigma(figure):
    shown = numbers(figure("latent"))
    mu, log_var, eps = (np.array(shown[name]) for name in ("mu", "log_var", "eps"))
    close(shown["z"], mu + np.exp(log_var / 2) * eps)
    close(shown["kl"], 0.5 * np.sum(np.exp(log_var) + mu**2 - 1 - log_var))


def test_noising_in_one_step_is_noising_step_by_step(figure):
    shown = numbers(figure("diffusion", {"t": 60}))
    keeps = np.prod(1 - np.array(shown["beta"])[:60])
    close(shown["abar"], keeps)
    x0, eps = np.array(shown["x0"]), np.array(shown["eps"])
    close(shown["x"], np.sqrt(keeps) * x0 + np.sqrt(1 - keeps) * eps)


def test_q_learning_comes_to_the_optimal_value(figure):
    shown = numbers(figure("q_values", {"episodes": 200, "alpha": 0.5}))
    np.testing.assert_allclose(shown["start"], shown["optimum"], rtol=0.02)
    assert shown["optimum"] == pytest.approx(0.9**6)


def test_the_goals_value_reaches_the_start_with_the_seventh_sweep(figure):
    for sweeps, expected in ((0, 0), (6, 0), (7, 0.9**6), (30, 0.9**6)):
        shown = numbers(figure("q_values", {"rule": "sweep", "episodes": sweeps}))
        assert shown["start"] == pytest.approx(expected)


def test_boxes_overlap_as_they_are_drawn(figure):
    shown = numbers(figure("boxes"))
    grid = np.stack(np.meshgrid(np.arange(300) + 0.5, np.arange(200) + 0.5), axis=-1)
    inside = [
        np.all((grid > np.array(b)[:2]) & (grid < np.array(b)[2:]), axis=-1)
        for b in shown["boxes"][:2]
    ]
    close(shown["iou"], (inside[0] & inside[1]).sum() / (inside[0] | inside[1]).sum())
    assert shown["kept"][0] == 1


def test_a_cells_gradient_is_the_product_of_its_forget_gates(figure):
    shown = numbers(figure("lstm"))
    c = 0.0
    for t, g in enumerate(shown["g"]):
        c = shown["forget"] * c + (shown["input"] if t == 2 else shown["leak"]) * g
        close(shown["c"][t], c)
    close(shown["carried"], shown["forget"] ** 17)


def test_a_gradients_norm_after_steps_back(figure):
    shown = numbers(figure("vanishing", {"radius": 1.1, "steps": 12}))
    close(shown["norm"], 1.1**12)


def test_a_difference_is_numpys(figure):
    shown = numbers(figure("differences", {"h": -5}))

    def g(x):
        return np.exp(x) * np.sin(3 * x)

    close(shown["central"], (g(1 + 1e-5) - g(1 - 1e-5)) / 2e-5)
    close(shown["forward"], (g(1 + 1e-5) - g(1)) / 1e-5)


def test_a_spread_is_what_the_initializer_promises(figure):
    shown = numbers(figure("initializer", {"rule": "he", "kind": "relu"}))
    close(shown["sigma"], np.sqrt(2 / 100))
    assert 0.4 < shown["spread"][9] / shown["spread"][0] < 2.5
