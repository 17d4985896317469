"""Extraction of the contact from its passage."""
