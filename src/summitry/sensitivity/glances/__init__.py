"""Studies at a glance: what a picture shows while a hand moves a number, from few draws."""
