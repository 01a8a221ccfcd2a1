"""How the offline engine answers the integration engineer: journeys, events, effects, questions."""
