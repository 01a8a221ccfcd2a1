"""The whole package in one file: a book in, `index.html` out."""
