"""``python -m gridterm`` is ``gridterm``."""

from gridterm.cli import main

if __name__ == "__main__":
    main()
