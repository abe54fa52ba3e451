def scale(channels, blocks, width=1.0, depth=1.0, divisor=8):
    wide = []
    for c in channels:
        new = max(divisor, int(c * width + divisor / 2) // divisor * divisor)
        wide.append(new + divisor if new < 0.9 * c * width else new)
    return wide, [int(depth * n) for n in blocks]
