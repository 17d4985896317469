"""Notices of inspection rectification: read, checked, ordered and published."""
