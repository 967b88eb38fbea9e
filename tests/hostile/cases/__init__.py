"""The rows of the table of bad inputs as data: what goes in, and what has to come out."""
