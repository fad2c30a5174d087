"""What the desk says about the questions: figures rounded once, and what to do about them."""
