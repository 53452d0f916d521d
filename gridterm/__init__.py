"""gridterm: the desk of a Chinese community office, without a screen.

The terminal face lives in the package ``screens``; nothing here imports it.
"""

__version__ = "0.1.0"
