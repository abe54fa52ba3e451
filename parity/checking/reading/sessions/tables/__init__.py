"""Reinforcement learning as people write it: tables that move, worlds, returns."""
