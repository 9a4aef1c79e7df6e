"""``python -m stockpile_client.cli``: the command ``stockpile``; the one-folder build starts it here as well."""

from __future__ import annotations

from stockpile_client.cli.main import main

if __name__ == "__main__":
    main()
