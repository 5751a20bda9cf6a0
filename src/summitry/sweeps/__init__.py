"""Many forecasts at once: dossiers by assessments by settings by seeds, into one file."""
