"""The judge of a proof, which runs beside the code, inside one sandbox."""
