"""He initialization (normal) in Keras."""

from __future__ import annotations

from tf_impl.initializers.normal import Normal


class HeNormal(Normal):
    """std = sqrt(2 / fan_in); Keras' HeNormal is the truncated form."""

    factor = 2.0
