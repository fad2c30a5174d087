"""Pages as values: wording, rounding and order, from an edition's values to what is shown."""
