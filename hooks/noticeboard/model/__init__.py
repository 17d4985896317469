"""The record: notices, rounds and their values, the register of all of them, problems."""
