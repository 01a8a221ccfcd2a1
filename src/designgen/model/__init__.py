"""The nouns that travel between the stages: frozen values, no behaviour beyond reading themselves."""
