"""What may change in a published notice or round, and how."""
