"""How many windows im2col and col2im go through."""

from __future__ import annotations


def window_counts(
    image: tuple[int, int], kernel: tuple[int, int], stride: int, pad: int
) -> tuple[int, int]:
    """Return (out_h, out_w).

    Raises:
        ValueError: if a number makes no sense, or no window fits.
    """
    if min(kernel) < 1 or stride < 1 or pad < 0:
        raise ValueError(
            f"filter {kernel}, stride {stride} and pad {pad} do not make windows: filter and "
            "stride must be at least 1, pad at least 0."
        )
    if any(k > n + 2 * pad for k, n in zip(kernel, image, strict=True)):
        padded = tuple(n + 2 * pad for n in image)
        raise ValueError(
            f"The filter {kernel} is larger than the padded input {padded}: "
            f"image {image}, pad {pad}."
        )
    out_h, out_w = ((n + 2 * pad - k) // stride + 1 for n, k in zip(image, kernel, strict=True))
    return out_h, out_w
