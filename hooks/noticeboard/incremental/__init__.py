"""Reuse of earlier builds: cache, manifest, output tree, process pool."""
