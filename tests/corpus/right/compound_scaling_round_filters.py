import math


def round_filters(n, width, divisor):
    new = max(divisor, int(n * width + divisor / 2) // divisor * divisor)
    if new < 0.9 * n * width:
        new += divisor
    return int(new)


def scale(channels, blocks, width=1.0, depth=1.0, divisor=8):
    wide = [round_filters(int(c), width, divisor) for c in channels]
    deep = [int(math.ceil(depth * int(n))) for n in blocks]
    return wide, deep
