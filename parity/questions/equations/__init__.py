"""Equations of which one is right: each is one expression, which is evaluated and is printed."""
