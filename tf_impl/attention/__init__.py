"""Attention and the Transformer: its parts, its blocks, and what trains them."""
