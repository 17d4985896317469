"""Replaces the package of this name, which has no wheel for browsers: nothing is decrypted here."""
