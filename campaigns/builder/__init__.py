"""From hand-kept dossiers to Django fixtures: a pure function, without Django, the clock or the locale."""
