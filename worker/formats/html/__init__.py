"""HTML pages: gate, main text, line filters, what surrounds the story, declared fields; parser.py is the door."""
