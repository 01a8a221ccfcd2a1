"""The command line as a program: `python -m designgen` does what `designgen` does."""

import gc
import sys

from designgen.cli.main import run


def main() -> None:
    """Run the command and end with its exit code; so short a process looks for garbage only when there is much."""
    gc.set_threshold(200_000, 20, 20)
    sys.exit(run())


if __name__ == "__main__":
    main()
