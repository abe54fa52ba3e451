"""Causes that are earned: a mistake made in our code that gives the user's numbers."""
