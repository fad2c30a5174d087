"""Visitors' own accounts: signing in by a code sent by e-mail, and the results they keep.

An account is a Django user that is no staff, known by one e-mail address and without a password.
Staff sign in at the desk only; an account here and one there are never the same.
"""
