"""Visitors' own accounts: signing in by a code sent by e-mail, and the results they keep.

An account is a Django user who is not staff, known by one e-mail address and without a password.
Staff sign in at the desk only; a visitor's account and a staff account are never the same.
"""
