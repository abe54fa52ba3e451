"""What a notebook shows: a run, a check, a concept's page."""
