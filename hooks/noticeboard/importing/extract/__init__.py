"""The fields of a notice, recognized in its text."""
