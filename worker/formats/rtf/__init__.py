"""Rich Text Format: words of its language, the reader of groups, and the parser that makes an article of it."""
