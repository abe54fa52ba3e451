def spec_augment(spec, freq_masks, time_masks, value=0.0):
    out = spec.copy()
    for f0, f in freq_masks:
        out[..., f0:f, :] = value
    for t0, t in time_masks:
        out[..., t0:t0 + t] = value
    return out
