"""The pages of the matters, below `/matters/`."""
