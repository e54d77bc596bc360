"""Newsroom conventions, one a file: stages (Article, Knowledge) -> Article, and the readers they share."""
