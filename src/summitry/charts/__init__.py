"""Pictures of a forecast: one function a picture, each a Vega-Lite specification."""
