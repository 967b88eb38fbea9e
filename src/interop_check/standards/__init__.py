"""Official standards: which bytes they are (pins), where to read them, what makes them loadable."""
