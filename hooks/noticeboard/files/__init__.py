"""Files of unknown origin: names, encodings, limits and safe reading."""
