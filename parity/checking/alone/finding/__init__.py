"""What an object is to be given: inputs, parameters, what stands around it."""
