"""Extraction of a notice's fields from its text."""
