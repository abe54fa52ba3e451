import numpy as np


class AdaptiveMaxPooling:
    """出力の大きさを指定する最大プーリング"""

    def __init__(self, out_size):
        self.out_size = (out_size, out_size) if isinstance(out_size, int) else tuple(out_size)

    def _slices(self, n, m):
        return [slice((k * n) // m, ((k + 1) * n - 1) // m + 1) for k in range(m)]

    def forward(self, x):
        self.x = x
        self.h = self._slices(x.shape[2], self.out_size[0])
        self.w = self._slices(x.shape[3], self.out_size[1])
        return np.stack(
            [np.stack([x[:, :, a, b].max(axis=(2, 3)) for b in self.w], axis=-1) for a in self.h],
            axis=2,
        )

    def backward(self, dout):
        dx = np.zeros_like(self.x)
        for i, a in enumerate(self.h):
            for j, b in enumerate(self.w):
                part = self.x[:, :, a, b]
                flat = part.reshape(part.shape[0], part.shape[1], -1)
                mask = np.zeros_like(flat)
                np.put_along_axis(mask, flat.argmax(-1)[..., None], 1.0, axis=-1)
                dx[:, :, a, b] += mask.reshape(part.shape) * dout[:, :, i, j][..., None, None]
        return dx
