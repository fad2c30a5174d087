"""What every screen of the editors' desk (Django's admin) is made of.

``forms`` says rules in an editor's words, ``rows`` holds the kinds of screens and inline parts,
``places`` finds the screen where a problem is mended, ``profiles`` sets all roles side by side,
``publishing`` is the page that publishes.
Other apps build their screens from these too.
"""
