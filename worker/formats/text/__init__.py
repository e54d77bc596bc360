"""Plain text of pages and stories; parser.py is the door."""
