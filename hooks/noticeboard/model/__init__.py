"""The records (notices and inspection rounds), the register of all notices, problems."""
