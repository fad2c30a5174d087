"""What every page needs of the web: responses, limits, compression, encryption, numbers."""
