"""The view of a run in a notebook."""

from __future__ import annotations

import base64
import html
from typing import Any

import pandas as pd

from reports.run.heatmap import as_png
from reports.run.markdown import verdict_line
from reports.run.matrix import failures


def as_html(results: dict[str, Any]) -> str:
    """Return the verdict, what does not agree, and the heat map as HTML."""
    line = html.escape(verdict_line(results)).replace("**", "")
    wrong = failures(results)
    table = pd.DataFrame(wrong).to_html(index=False, float_format="%.1e") if wrong else ""
    picture = base64.b64encode(as_png(results)).decode()
    return (
        f"<p><strong>{line}</strong></p>{table}"
        f'<img alt="Digits of agreement by concept and pair" src="data:image/png;base64,{picture}">'
    )
