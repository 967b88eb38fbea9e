"""How identifiers and values are written: addresses, official numbers, language tags, units, geometries.

Pure knowledge of text, with the source of each rule; knows nothing of tables, solutions or findings.
"""
