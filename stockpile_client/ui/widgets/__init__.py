"""Parts of the window that know nothing of stockpiles: they are given text, status and callbacks."""
