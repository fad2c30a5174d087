"""The content that ships with the site: complete, consistent, in plain words."""
