"""The report of a run: tables, the heat map, the notebook view."""
