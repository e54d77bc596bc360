"""Markup of strangers made safe: the one hardened XML parser, and bodies as blocks of allow-listed HTML."""
