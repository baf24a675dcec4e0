"""Server-rendered pages for people: routes here, what templates show in views/, HTML in templates/."""
