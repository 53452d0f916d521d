"""Schema changes, one file each under ``versions``; ``run.upgrade`` applies them."""
