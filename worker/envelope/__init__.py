"""A record's wrapping taken off: compression, charset, JSON envelope, and what labels and shape say of the payload."""
