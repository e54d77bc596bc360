"""Feeds of sites and agencies: RSS of every version, WordPress's exports, Atom; rss.py and atom.py are the doors."""
