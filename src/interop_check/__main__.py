from interop_check.cli import main

main()
