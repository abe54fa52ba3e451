"""Agents: what a world is worth to them, and how they should act, learned from what they see."""
