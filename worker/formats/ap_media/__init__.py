"""AP Media API JSON; parser.py is the door."""
