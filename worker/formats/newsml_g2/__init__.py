"""NewsML-G2 of every version and of none that is declared; parser.py is the door."""
