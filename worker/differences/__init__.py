"""Two recordings of outputs compared by the record that each output was made of.  Pure."""
