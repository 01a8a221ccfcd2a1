"""Files a human wrote in, Requirements and Personas out, every mistake with its place."""
