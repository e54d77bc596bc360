"""What can be set: the table of options, how values are read and checked, where they come from."""
