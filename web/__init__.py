"""What any page needs of the web: responses, limits, retries, encryption, numbers and dates."""
