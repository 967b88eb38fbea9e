"""HTML as a tree whose elements know their places in the text."""
