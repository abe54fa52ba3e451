"""Explaining a network: what of its input its answer rests on."""
