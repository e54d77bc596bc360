"""What the newsroom knows, read from config/ and validated at load: agencies, dates, notices, words of pages."""
