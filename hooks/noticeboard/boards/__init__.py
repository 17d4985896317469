"""A board of one's own: its settings, its owners, its releases."""
