"""What must hold for any bytes whatever: one function per reader. tests/test_fuzz.py and atheris run them."""
