"""dpa digitalwires JSON; parser.py is the door."""
