"""Each concept has a figure, small and in both languages, drawn from what the NumPy code gives."""

import re
from html import unescape
from xml.etree import ElementTree

import numpy as np
import pytest
from every import every

from parity.harness.registry import all_concepts
from reports.site.drawing.sheet import VARIABLES, Sheet, number
from reports.site.figures import figures, picture

CONCEPTS = all_concepts()
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
MOST = 30_000
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    return ["".join(e.itertext()) for e in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def numbers(svg):
    """The numbers that are written in a figure, in their order."""
    plain = (text.replace("−", "-").replace("×", "") for text in texts(svg))
    return [float(text) for text in plain if re.fullmatch(r"-?\d+(\.\d+)?", text)]


SHOWN = re.compile(r"<figure>\n(<svg.*?</svg>)\n<figcaption>(.*?)</figcaption>", re.DOTALL)


@pytest.fixture(scope="module")
def shown(site):
    """A concept's figure and its caption, as they stand in a page: all are drawn for the site."""

    def of(name, language):
        page = (site.folder / language / "concepts" / f"{name}.html").read_text("utf-8")
        ((svg, caption),) = SHOWN.findall(page)
        return svg, unescape(caption)

    return of


@every(name=CONCEPTS)
def test_a_concept_has_a_figure_in_both_languages(shown, name):
    for language in ("en", "ja"):
        svg, caption = shown(name, language)
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        alternative = root.get("aria-label")
        assert caption
        assert alternative
        _, _, width, height = map(float, root.get("viewBox").split())
        assert bool(JAPANESE.search(caption)) == (language == "ja")
        assert bool(JAPANESE.search(alternative)) == (language == "ja")
        if language == "en":
            assert not JAPANESE.search(svg)
        assert "@" not in "".join(texts(svg)), "a word was not put in"
        assert len(svg) < MOST
        assert not list(root.iter(f"{SVG}image"))
        colours = set(re.findall(r"(?:fill|stroke):\s*([^;\"]+)", svg)) - {"none"}
        assert colours <= {f"var({v})" for v in VARIABLES.values()}
        ids = re.findall(r'id="([^"]+)"', svg)
        assert all(one.startswith(f"{name}-") for one in ids)
        for box in re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)"', svg):
            assert 0 <= float(box[0]) <= width
            assert 0 <= float(box[1]) <= height + 2


@pytest.mark.parametrize("name", ["relu", "adam", "im2col", "he_normal"])
def test_a_figure_is_the_same_every_time(shown, name):
    drawn = picture(name)
    for language in ("en", "ja"):
        svg = drawn.svg(language)
        assert shown(name, language) == (svg, drawn.caption[language])
        assert ElementTree.fromstring(svg).get("aria-label") == drawn.alternative[language]


def test_every_concept_has_a_figure_of_its_own_and_none_is_left_over():
    alike = {
        "rnn_cell",
        "lstm_cell",
        "lstm_peephole",
        "gru_cell",
        "stacked_rnn",
        "time_distributed",
    }
    assert set(figures()) == set(CONCEPTS) - alike  # those get the figure of their kind


def test_a_concept_without_a_figure_gets_that_of_its_kind(monkeypatch):
    own = picture("tanh").svg("en"), picture("dense").svg("en")
    monkeypatch.setattr("reports.site.figures.figures", dict)
    assert "dy/dx" in picture("tanh").svg("en")
    assert "7×4" in picture("batch_norm").svg("en")
    assert picture("dense").svg("en") != own[1]


def test_pooling_shows_what_the_layer_gives():
    from numpy_impl.layers.avg_pool2d import AvgPool2d
    from numpy_impl.layers.max_pool2d import MaxPool2d
    from reports.site.figures.pooling import IMAGE

    for name, layer in (("max_pool2d", MaxPool2d(2)), ("avg_pool2d", AvgPool2d(2))):
        y = layer.forward(IMAGE[None, None])
        dx = layer.backward(np.ones_like(y))
        assert numbers(picture(name).svg("en")) == [*IMAGE.flat, *y.flat, *dx.flat]


def test_im2col_shows_its_columns():
    from numpy_impl.layers.im2col import im2col
    from reports.site.figures.im2col import IMAGE

    shown = numbers(picture("im2col").svg("en"))
    assert shown == [*IMAGE.flat, *im2col(IMAGE, 2, 2).flat]


def test_the_curves_are_what_backward_gives():
    from numpy_impl.activations.relu import ReLU
    from reports.site.drawing.elementwise import curves

    x = np.array([-2.0, 0.5, 3.0])
    y, slope = curves(ReLU(), x)
    assert y.tolist() == [0.0, 0.5, 3.0]
    assert slope.tolist() == [0.0, 1.0, 1.0]


def test_the_paths_are_walked_by_the_optimizers():
    from reports.site.figures.optimizers import RATES, START, walk

    path = walk("sgd", lr=0.5)
    first = np.array(START) - 0.5 * np.array([START[0] / 10, 2 * START[1]])
    np.testing.assert_allclose(path[1], first)
    for name, rate in RATES.items():
        end = walk(name, lr=rate)[-1]
        assert np.hypot(*end) < np.hypot(*START), name


def test_the_signal_lives_with_the_right_width_and_dies_without():
    from reports.site.figures.initializers import activities

    assert activities("gauss")[-1].std() < 0.02
    assert activities("glorot_normal")[-1].std() > 0.25
    assert activities("he_normal")[-1].std() > 0.5
    assert activities("zeros")[-1].std() == 0


def test_both_directions_together_see_everything():
    svg = picture("bidirectional_rnn_net").svg("en")
    # Half of each triangle, the diagonal included, then all of it: 28 + 28 + 49 shaded cells.
    shaded = re.findall(r'<path d="([^"]+)" style="fill:var\(--c1\)', svg)
    assert sum(d.count("M") for d in shaded) == 28 + 28 + 49


def test_a_word_that_leaves_the_sheet_is_an_error():
    with pytest.raises(ValueError, match="leaves the sheet"):
        Sheet(100).text(430, 50, "much too long for this place")


def test_numbers_are_written_short():
    told = [number(v) for v in (0.0, -0.5, 1234567.0, 0.0000123, 2.0)]
    assert told == ["0", "−0.5", "1,234,567", "1e−5", "2"]
