"""What the wires' text formats have in common: the carriage of bytes, headers' clocks, hard-wrapped prose."""
