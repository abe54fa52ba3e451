def spec_augment(spec, freq_masks, time_masks, value=0.0):
    out = spec.copy()
    for start, width in freq_masks:
        out[..., start:start + width, :] = value
    for start, width in time_masks:
        out[..., :, start:start + width] = value
    return out
