"""Records handled in child processes that can be killed: parent side, template, children and their jail."""
