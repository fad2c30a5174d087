"""Pages of the desk about what people answered: statistics of the questions, exports, the
impact of a draft."""
