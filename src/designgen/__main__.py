"""The command line as a program: `python -m designgen` does what `designgen` does."""

import sys

from designgen.cli.main import run


def main() -> None:
    """Run the command and end with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
