"""Effect sizes: what one trial says, as a number with its variance."""
