"""Files that strangers may have written: names, encodings, limits and safe reading."""
