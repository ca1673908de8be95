"""Decks: a page's slides, how full they are, and the files of PowerPoint and PDF that are made of them."""
