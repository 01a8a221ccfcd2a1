"""The security chapter of a package, with what the law asks for."""
