"""Which runs an experiment has, what each depends on, how long they take."""
