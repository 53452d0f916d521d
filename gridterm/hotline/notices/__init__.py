"""The notice board 民情告示: what the office tells everybody of matters that concern them."""
