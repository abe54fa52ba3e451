"""People's code against ours: trials, what excuses a difference, the table."""
