"""Data, not code: newsroom tables and schemas, shipped in the wheel and read through importlib.resources."""
