"""Attached files: what they may contain, by allow lists, and the text that readers see in them."""
