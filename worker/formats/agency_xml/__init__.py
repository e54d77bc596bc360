"""XML of agencies' own, by the rows of config/agency_xml.toml; parser.py is the door."""
