"""The process of each framework, and what it is told and answers."""
