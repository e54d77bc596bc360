"""Dead letters read back: what they say, which are wanted, and the records they were.  Pure."""
