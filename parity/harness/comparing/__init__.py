"""When two results agree."""
