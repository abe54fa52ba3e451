"""What the optimizers in Keras share: their configuration has our arguments' names."""

from __future__ import annotations

import keras


class Optimizer(keras.optimizers.Optimizer):
    """An optimizer whose constructor has other names for some of its arguments than Keras.

    ``keras_names`` is what Keras calls them. Everything else that it calls by its own name, such
    as ``clipnorm``, goes through the constructor's keyword arguments.
    """

    keras_names = {"lr": "learning_rate"}

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        return {**{ours: config.pop(its) for ours, its in self.keras_names.items()}, **config}

    @classmethod
    def from_config(cls, config: dict, custom_objects: dict | None = None) -> Optimizer:
        """Return the optimizer with these arguments; the rate may be a schedule's configuration."""
        lr = config["lr"]
        if isinstance(lr, dict):
            lr = keras.optimizers.schedules.deserialize(lr, custom_objects)
        return cls(**{**config, "lr": lr})
