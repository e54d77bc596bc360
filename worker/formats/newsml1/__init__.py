"""NewsML 1.0 to 1.2; parser.py is the door."""
