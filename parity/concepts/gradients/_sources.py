"""What several functions of gradients cite."""

from __future__ import annotations

GOODFELLOW = "Goodfellow, Bengio and Courville (2016), Deep Learning, section 11.5"
