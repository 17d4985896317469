"""Rules on the words, figures, characters and signs of a notice's text."""
