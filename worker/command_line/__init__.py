"""The commands' words and flags, one module a command; what a command does loads when it is executed."""
