"""Output size of a convolution."""

from __future__ import annotations


def output_size(
    n: int, k: int, stride: int = 1, pad_before: int = 0, pad_after: int = 0, dilation: int = 1
) -> int:
    """Return how many windows of a kernel fit along one axis.

    floor((n + pad_before + pad_after - dilation (k - 1) - 1) / stride) + 1

    So 6 pixels, a kernel of 2 and a padding of 1 on both sides give 7; and 8 pixels, a kernel of
    3, a padding of 1 and a stride of 2 give 4.

    Args:
        n: pixels along the axis.
        k: elements of the kernel along the axis.
        stride: from one window to the next.
        pad_before: pixels added before the first one.
        pad_after: pixels added behind the last one.
        dilation: from one element of the kernel to the next; 1 where they touch.

    Raises:
        ValueError: if no window fits, or if a number makes no sense.

    Source:
        Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning,
        relationships 6 and 15.
    """
    if min(n, pad_before, pad_after) < 0 or min(k, stride, dilation) < 1:
        raise ValueError(
            f"n {n} and the padding ({pad_before}, {pad_after}) must be at least 0; kernel {k}, "
            f"stride {stride} and dilation {dilation} at least 1."
        )
    padded = n + pad_before + pad_after
    covered = dilation * (k - 1) + 1
    if covered > padded:
        raise ValueError(
            f"The kernel of {k} with dilation {dilation} covers {covered} pixels and is larger "
            f"than the padded input: {pad_before} + {n} + {pad_after} = {padded}."
        )
    return (padded - covered) // stride + 1
