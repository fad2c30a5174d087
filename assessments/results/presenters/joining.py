"""What is said when an earlier result is added by its private link, and why it could not be."""

MISSING = "Paste the private link of an earlier result."
NO_LINK = (
    "That is not a private link of a result. It ends in 43 letters, digits, hyphens or "
    "underscores after “results/”."
)
UNKNOWN = "No result has this link. Part of it may be missing, or the result was deleted."
NOT_FINISHED = "That quiz is not finished, so there is no result to add."
NOT_EARLIER = (
    "That result is newer than this one. Open its page “Over time” and add this one there."
)
TOO_MANY = "There are as many results side by side as a page can hold. Take one out first."
KNOWN = "That result is here already."
AWAY = "Our database did not answer, so nothing was changed. Please try again in a moment."
