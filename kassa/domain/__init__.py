"""The rules: frozen values in, decisions out. Standard library only."""
