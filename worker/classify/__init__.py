"""What a story is about, what kind it is, how urgent, in which language."""
