"""Reading: text and a language pack in, spans with values out."""
