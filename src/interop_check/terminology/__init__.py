"""Which terms there are: those that one application profile asks for, and all that are known beside them."""
