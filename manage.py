#!/usr/bin/env python
"""Django's command line for Rolesite."""

import errno
import os
import sys


def main() -> None:
    """Run a command. What only the operator can fix is told in a line, not by a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rolesite.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DataError, Error, IntegrityError

    try:
        _check_streams()
        try:
            execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # nothing is left to flush into it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit("Standard output was closed before all of it was written.")
    except (OSError, Error, ImproperlyConfigured) as error:
        if "--traceback" in sys.argv or isinstance(error, (DataError, IntegrityError)):
            raise
        if isinstance(error, ImproperlyConfigured):
            sys.exit(f"Nothing was done, as the settings are wrong. {error}")
        if isinstance(error, Error):
            advice = "Is DATABASE_URL right, and has migrate been run?"
            sys.exit(f"The database failed: {str(error).strip().partition(chr(10))[0]}. {advice}")
        if error.errno == errno.EBADF:
            sys.exit("Standard input or output is closed. Nothing more was done.")
        sys.exit(f"{error.filename or 'A file'}: {error.strerror or error}. Nothing more was done.")


def _check_streams() -> None:
    """Put something in the place of closed streams, which the next file opened would take."""
    if sys.stdin is None:  # reading fails, in a line
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_WRONLY))
    if sys.stdout is None:
        sys.exit("Standard output is closed. Nothing was done.")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


if __name__ == "__main__":
    main()
