"""Time the full profile `oslo` beside validation alone, on generated data, in one process.

    python bench/oslo.py [--triples N] [--rounds N]

Processor time of everything from bytes to examinations; the two are interleaved and the best of each counts.
"""
