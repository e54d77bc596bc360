"""IPTC ninjs 3.1: the output's encoding; encoder.py is the door."""
