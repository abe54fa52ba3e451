"""Reinforcement learning: values, policies and their updates, from given transitions."""
