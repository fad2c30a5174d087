"""Turn an edition's values into what pages show: wording, rounding and order."""
