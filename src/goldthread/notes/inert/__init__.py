"""What makes a file inert, kind by kind; no Django, so that a bare process can run it."""
