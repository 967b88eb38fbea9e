"""What the artefacts of one solution say of the same thing, held against each other."""
