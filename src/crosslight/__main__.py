"""``python -m crosslight``: the command line."""

from crosslight.cli import main

if __name__ == "__main__":
    main()
