"""Texts: markup, links, folding, pinyin, numerals, telephone numbers, differences."""
