"""The runs of an experiment, carried out: here, in processes, on a cluster."""
