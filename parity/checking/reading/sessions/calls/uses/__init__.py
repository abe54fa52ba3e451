"""The ways of calling a function that is compared by what it returns."""
