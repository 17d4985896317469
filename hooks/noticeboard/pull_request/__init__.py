"""A request to publish: its notices as data, the check, and the comment on it."""
