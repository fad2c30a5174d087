"""Pages as values: wording, rounding and order, from pure values to what is shown."""
