"""NITF 2.5 to 3.6; parser.py is the door."""
