"""What differs: three texts in, one text out."""
