"""The staff's second factor: a code from an app beside the password, and ten spare codes.

Only somebody who passed both steps has a session. allauth.mfa stores the factors; their secrets
are encrypted (``web/encryption.py``).
"""
