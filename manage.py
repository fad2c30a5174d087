#!/usr/bin/env python
"""Django's command line for Rolesite."""

import os
import sys


def main() -> None:
    """Run a command. What only the operator can mend is told in a line, not by a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rolesite.settings")
    from django.core.management import execute_from_command_line
    from django.db import DataError, Error, IntegrityError

    try:
        execute_from_command_line(sys.argv)
    except BrokenPipeError:  # who read the output has enough; nothing is left to flush into it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
    except (OSError, Error) as error:
        if "--traceback" in sys.argv or isinstance(error, (DataError, IntegrityError)):
            raise
        if isinstance(error, Error):
            advice = "Is DATABASE_URL right, and has migrate been run?"
            sys.exit(f"The database failed: {str(error).strip().partition(chr(10))[0]}. {advice}")
        sys.exit(f"{error.filename or 'A file'}: {error.strerror or error}. Nothing more was done.")


if __name__ == "__main__":
    main()
