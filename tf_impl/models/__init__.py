"""Sequence models: recurrent networks put together, with their losses and their decoding."""
