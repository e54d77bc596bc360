"""IPTC ninjs: parser.py reads versions 1 to 3, encoder.py writes the output's 3.1."""
