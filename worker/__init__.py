"""agencyfeed: raw news-agency feed messages in, structured IPTC ninjs articles out."""
